"""Rules over one form as a whole: revenue, magnitudes, rights, industry."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding
from schema.book.wording import Argument, Either, Seen, phrase
from schema.fields.amount import divided, rewrite
from schema.forms.enterprise import Enterprise
from schema.forms.product import Product
from schema.reading.rounds import is_earlier
from schema.reading.unit import Context, FormFile
from schema.text.names import is_pending
from schema.text.placeholder import is_placeholder
from schema.vocabulary.industries import classify
from schema.vocabulary.survey import constants

# From here on a figure is more likely in 元 than right: 100 亿元, 1000 万元 a head.
MOST_CAPITAL = 1_000_000
MOST_A_HEAD = 1000
MOST_PEOPLE = 50_000
_LLM_REVENUE = ("企业大模型相关收入",)


def revenues(file: FormFile[Enterprise], context: Context) -> Iterator[Finding]:
    """``amount-range`` and ``revenue-threshold`` of 企业大模型相关收入. No amount is quoted: they are not public."""
    whole, part = file.form.revenue, file.form.llm_revenue
    if part is None:
        return
    if whole is not None and part > whole:
        yield file.finding("revenue.over", _LLM_REVENUE)
        return
    threshold = constants().threshold
    if part >= threshold or is_earlier(file):  # its own round had another threshold
        return
    explanation = (file.document.root or {}).get("高成长性说明")
    if isinstance(explanation, str) and is_placeholder(explanation):
        return  # filler neither explains nor leaves the explanation out
    explained = bool(explanation.strip()) if isinstance(explanation, str) else bool(explanation)
    yield file.finding("revenue.explained" if explained else "revenue.low", _LLM_REVENUE, threshold=str(threshold))


def magnitudes(file: FormFile[Enterprise], context: Context) -> Iterator[Finding]:
    """``amount-unit``: figures that are plausible only in 元, and a team of too many people."""
    form = file.form
    size = form.team.size if form.team else None
    if form.capital is not None and form.capital >= MOST_CAPITAL:
        amount = divided(form.capital)
        yield file.finding("yuan.capital", ("注册资金",), amount=_written(amount), advice=_in_yuan(amount))
    if size is not None and size > MOST_PEOPLE:
        yield file.finding("count.many", ("大模型产品研发服务团队情况", "人员数量"), most=MOST_PEOPLE)
    whole, part = form.revenue, form.llm_revenue
    for label, revenue in (("企业年度收入", whole), ("企业大模型相关收入", part)):
        if size is None or revenue is None or revenue <= MOST_A_HEAD * size:
            continue
        if revenue is whole or whole is None or revenue <= whole:  # else it has its finding
            advice = _in_yuan(divided(revenue))
            yield file.finding("yuan.revenue", (label,), label=label, most=MOST_A_HEAD, advice=advice)


def _written(amount: str) -> Either:
    return Either(phrase("yuan.amount", amount=Seen(amount)), "")


def _in_yuan(corrected: str) -> Argument:
    return rewrite(corrected, phrase("amount.divide"))


def rights(file: FormFile[Product], context: Context) -> Iterator[Finding]:
    """``text-suspect`` of a right that is ticked, while the note beside it says that it is not held yet."""
    for position, patent in enumerate(file.form.patents or (), 1):
        if patent and patent.kind not in (None, "其他") and patent.note and is_pending(patent.note):
            yield file.finding("right.pending", ("大模型产品知识产权情况", position, "说明"), kind=patent.kind)


def industries(file: FormFile[Product], context: Context) -> Iterator[Finding]:
    """``industry-unknown``: the words fit no row of the 建议行业目录. They stay as written."""
    industry = file.form.industry
    if file.form.level != "行业级" or industry is None or industry.text is None or industry.sector is None:
        return
    if classify(industry.sector, industry.text) is None:
        yield file.finding("industry", ("应用所属行业", "行业"), text=Seen(industry.text[:40]))
