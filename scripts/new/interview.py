"""The conversation of ``catalogue new``: question after question, back and forth, and the whole form judged before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from schema.book.severity import Severity
from schema.layout.paths import FormPath
from schema.reading.document import KeyPath
from scripts.new.draft import Draft
from scripts.new.ending import number, overview, step_of, wrong
from scripts.new.fields import Answers, Step
from scripts.new.judging import Files, Judge
from scripts.new.place import InvalidAnswer, NewOptions, NotWritten
from scripts.new.repository import Repository
from scripts.new.scans import Scans
from scripts.new.talk import Move, Question, Talk, yes_or_no
from scripts.new.where import NAME, Where
from scripts.tree.trouble import trouble
from scripts.writing.values import Values

_HOW = """逐项回答，答错当场说明。随时可以写：
  < 回到上一项　> 先跳过这一项　- 清空这一项
Ctrl-C 先放下：填过的留在草稿里，下次接着填。全部填对才写入文件。"""


class Interview:
    """One conversation. ``answers`` are those to the form's own questions, None until its place is known."""

    def __init__(self, talk: Talk, repository: Repository, options: NewOptions, today: date) -> None:
        self.talk, self.repository, self.today = talk, repository, today
        self.where = Where(repository, options, today)
        self.answers: Answers | None = None
        self.draft: Draft | None = None
        self._told = False  # that the unit is there already
        self._offered = False  # whether the draft was taken or refused

    def run(self) -> tuple[Judge, Files]:
        """The files to write, without an error. Raises ``NotWritten`` where the user breaks off."""
        self.talk.say(_HOW)
        try:
            return self._converse()
        except (KeyboardInterrupt, EOFError) as error:
            self.talk.say("")
            raise NotWritten(self._left()) from error

    def _converse(self) -> tuple[Judge, Files]:
        at = 0
        todo: list[KeyPath] | None = None  # once the end was reached, what is still to be put right
        while True:
            steps = self._steps()
            if at >= len(steps):
                outcome = self._end(steps)
                if not isinstance(outcome, list):
                    return outcome
                todo = outcome
                at = _place(todo.pop(0), steps)
                continue
            step = steps[at]
            answer = self.talk.ask(step.question)
            if answer is Move.BACK:
                at = max(at - 1, 0)
                continue
            if answer is not Move.ON:
                step.store(None if answer is Move.CLEAR else answer)
                self._keep()
            before, steps = {one.at for one in steps}, self._steps()
            if todo is None:
                at = _place(step.at, steps, at - 1) + 1
            else:
                todo = [*(one.at for one in steps if one.at not in before), *todo]
                at = _place(todo.pop(0), steps, len(steps)) if todo else len(steps)

    def _steps(self) -> list[Step]:
        steps = list(self.where.steps())
        if (city := self.where.known_city) and not self._told:
            self.talk.say(f"\n这家单位已在{city.name}，这次也放在那里。")
            self._told = True
        place = self.where.place
        if place is None:
            return steps
        if self.answers is None or self.answers.judge.place != place:
            self._settle(place)
        assert self.answers and self.draft  # noqa: S101 - settled
        if self.draft.exists and not self._offered:
            return [*steps, Step(("草稿",), self._ask_draft(), self._take_draft)]
        self._offered = True
        if self.where.name:
            self.answers.values[NAME] = self.where.name
        return [*steps, *self.answers.steps()]

    def _settle(self, place: FormPath) -> None:
        """Begin the form of a place; the answers to the same form at another place come along."""
        judge = Judge(self.repository, self.repository.check_free(place), self.today)
        before = self.answers if self.answers and self.answers.judge.cls is judge.cls else None
        known = self.repository.known(place) | ({NAME: self.where.name} if self.where.name else {})
        values = before.values if before else {"材料": self.repository.licence(place)}
        scans = Scans(judge, before.scans.sources if before else {})
        self.answers = Answers(judge, values | known, scans, _given(judge, known))
        old, self.draft = self.draft, Draft(self.repository.root, place)
        self._offered = bool(before) and not self.draft.exists
        if old and self._offered:  # it moves along
            self._keep()
            old.forget()

    # ---------- the draft ----------

    def _ask_draft(self) -> Question:
        assert self.draft  # noqa: S101 - asked for
        help = f"上次没有写入，{self.draft.time} 留在 {self.draft.name}。写“否”就重新填"
        return Question("接着上次的草稿填吗", help, yes_or_no(_yes_or_no), default="是", first=True)

    def _take_draft(self, answer: str) -> None:
        assert self.answers and self.draft  # noqa: S101 - asked for
        self._offered = True
        kept = self.draft.load() if answer == "是" else None
        if kept is None:
            words = "草稿读不出来，没有用" if answer == "是" else "上次的草稿没有用"
            self.talk.say(f"\n{words}，改名为 {self.draft.set_aside()}")
            return
        values, sources = kept
        known = {label: value for label, value in self.answers.values.items() if (label,) in self.answers.given}
        place = self.answers.values.get("单位注册地", {})
        self.answers.values |= values | known
        if place:
            self.answers.values["单位注册地"] = values.get("单位注册地", {}) | place
        self.answers.scans.sources |= sources

    def _keep(self) -> None:
        if self.answers and self.draft and self._offered:
            try:
                self.draft.save(self.answers.values, self.answers.scans.sources)
            except OSError as error:
                self.talk.say(f"  草稿存不下来（{trouble(error)}），中断会丢失填过的内容")

    def forget(self) -> None:
        """Remove the draft, once the form is written."""
        if self.draft:
            self.draft.forget()

    def _left(self) -> str:
        if self.draft and self.draft.exists:
            return (
                f"已中断，没有写入填报表。填过的留在 {self.draft.name}（含联系方式，不进 Git），"
                "再运行 catalogue new、填同一张表，就接着填；不要了就删去它"
            )
        return "已中断，没有写入任何文件"

    # ---------- the end ----------

    def _end(self, steps: Sequence[Step]) -> list[KeyPath] | tuple[Judge, Files]:
        """The files, if nothing is wrong and they are wanted; else the questions to go to, one after the other."""
        assert self.answers  # noqa: S101 - only a whole form ends
        judge = self.answers.judge
        files = judge.whole(self.answers.values, self.answers.proofs())
        found = judge.verdict(files)
        errors = [one for one in found if one.severity is Severity.ERROR]
        targets = [step_of(one, steps).at for one in errors]
        shown = self.repository.shown
        self.talk.say(wrong(errors, files, shown) if errors else overview(steps, found, files, shown))
        if errors:
            question = Question("还不能写入", "要先改哪一处，写它的序号", number(len(errors)), free="回车从第 1 处改起")
        else:
            question = Question("没有错误，可以写入", "要改哪一项，写它的序号", number(len(steps)), free="回车写入")
        answer = self.talk.ask(question)
        if answer is Move.BACK or answer is Move.CLEAR:
            return [steps[-1].at]
        if answer is Move.ON and not errors:
            return judge, files
        chosen = 0 if answer is Move.ON else answer - 1
        return list(dict.fromkeys(targets[chosen:])) if errors else [steps[chosen].at]


def _place(at: KeyPath, steps: Sequence[Step], otherwise: int = 0) -> int:
    """The position of a question, ``otherwise`` where it is asked no more."""
    return next((position for position, step in enumerate(steps) if step.at == at), otherwise)


def _given(judge: Judge, known: Values) -> frozenset[KeyPath]:
    """The fields that the place decides, as far as they are right: a contact known from another form is only proposed."""
    given: set[KeyPath] = {("单位注册地", "市")}
    for label in ("统一社会信用代码", "企业名称", "报送单位", NAME):
        with suppress(InvalidAnswer):
            if label in known:
                judge.accept(known, (label,), known[label])
                given.add((label,))
    return frozenset(given)


def _yes_or_no(text: str) -> str:
    if text not in ("是", "否"):
        raise InvalidAnswer("请写“是”或“否”")
    return text
