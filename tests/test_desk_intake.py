"""What the bureau's desk makes of what comes by mail: packages, packages packed again, mails, and what is hostile."""

from __future__ import annotations

import base64
import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from scripts.sandbox.wrappings import read_mail
from scripts.site import script_bundle
from tests.cases import BASE, UNIT
from tests.form_modules import Run, modules
from tests.surveys import ROOT
from tests.test_form_modules import _PLAIN, _UNSAFE

FORM = (BASE / UNIT / "enterprise.yaml").read_bytes()
PDF = b"%PDF-1.7\n1 0 obj\n"
Unfold = Callable[[str, bytes], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def js(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with modules(
        browser,
        tmp_path_factory.mktemp("desk"),
        "desk/arrivals",
        "desk/ledger",
        "desk/letters",
        "desk/mail",
        "desk/units",
        "draft",
    ) as run:
        yield run


@pytest.fixture
def unfold(js: Run) -> Unfold:
    source = """async ([name, data]) => {
      const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0)), out = [];
      const file = new File([bytes], name);
      for await (const { kind, path, trouble, bytes: got, group } of m.unfolded({ file, path: name })) {
        out.push({ kind, path, trouble: trouble || "", size: got ? got.length : -1, group });
      }
      return out;
    }"""
    return lambda name, data: js(source, [name, base64.b64encode(data).decode()])


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def told(found: list[dict[str, Any]]) -> list[str]:
    return [item["trouble"] for item in found]


def paths(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item["kind"], item["path"]) for item in found if not item["trouble"]]


def test_the_desk_is_of_modules_that_can_be_put_into_one_file() -> None:
    source = ROOT / "site_src"
    every = {f"desk/{path.name}" for path in (source / script_bundle.FOLDER / "desk").glob("*.js")}
    for name in every:
        text = (source / script_bundle.FOLDER / name).read_text("utf-8")
        assert all(_PLAIN.match(line) for line in text.splitlines() if line.startswith(("import", "export"))), name
        assert not _UNSAFE.search(text), name


def test_what_a_module_imports_is_there_and_used() -> None:
    """In one scope a wrong import would do no harm, until the module is used by itself."""
    source = ROOT / "site_src" / script_bundle.FOLDER
    exported = re.compile(r"^export (?:async )?(?:function\*?|const|class) (\w+)", re.MULTILINE)
    for path in [*source.glob("form/*.js"), *source.glob("desk/*.js")]:
        text = path.read_text("utf-8")
        for names, address in re.findall(r'^import \{ ([^}]*) \} from "([^"]+)";', text, re.MULTILINE):
            there = set(exported.findall((path.parent / address).read_text("utf-8")))
            for name in names.split(", "):
                assert name in there, (path.name, name)
                assert len(re.findall(rf"\b{name}\b", text)) > 1, (path.name, name)


def test_packages_are_opened_however_they_were_packed(unfold: Unfold) -> None:
    files = {f"{UNIT}/enterprise.yaml": FORM, f"{UNIT}/materials/营业执照.pdf": PDF, "说明/.DS_Store": b"x", "空/": b""}
    wanted = [("form", f"a.zip/{UNIT}/enterprise.yaml"), ("scan", f"a.zip/{UNIT}/materials/营业执照.pdf")]
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        found = unfold("a.zip", packed(files, method))
        assert paths(found) == wanted and told(found) == ["", ""]
        assert [item["size"] for item in found] == [len(FORM), len(PDF)]
    nested = unfold("b.zip", packed({"内/a.zip": packed(files), "附件1.docx": b"PK\x03\x04x"}))
    assert paths(nested) == [
        *((kind, f"b.zip/内/{path}") for kind, path in wanted),
        ("office", "b.zip/附件1.docx"),
    ]
    assert {item["group"] for item in nested} == {"b.zip"}


def test_names_of_windows_are_read(unfold: Unfold) -> None:
    data = packed({"甲公司/enterprise.yaml": FORM})
    name, gbk = "甲公司/".encode(), "甲公司/".encode("gb18030")
    assert data.count(name) == 2
    old = data.replace(name, gbk + b"___")  # of one length, so that no place moves
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        at = old.index(sign) + (6 if sign == b"PK\x03\x04" else 8)
        old = old[:at] + struct.pack("<H", 0) + old[at + 2 :]
    assert paths(unfold("x.zip", old)) == [("form", "x.zip/甲公司/___enterprise.yaml")]


def test_a_package_that_lies_is_told(unfold: Unfold) -> None:
    bomb = packed({"products/a.yaml": b"0" * 250_000, "b.yaml": FORM})
    at = bomb.index(b"PK\x01\x02") + 24
    short = bomb[:at] + struct.pack("<I", 1000) + bomb[at + 4 :]
    assert told(unfold("x.zip", short)) == ["在压缩包里是坏的，读不出来；请对方重新发", ""]
    assert "太大" in told(unfold("x.zip", packed({"a.yaml": b"0" * 300_000})))[0]
    huge = bomb[:at] + struct.pack("<I", 2**31) + bomb[at + 4 :]
    assert told(unfold("x.zip", huge)) == [
        "里面有 2 个文件，超过 3000 个，或解开后超过 300 MiB，没有打开；请先解压到一个文件夹，再把文件夹拖进来"
    ]
    many = packed({f"{number}.yaml": b"" for number in range(10_000)}, zipfile.ZIP_STORED)
    assert told(unfold("x.zip", many))[0].startswith("里面有 10000 个文件")
    assert told(unfold("x.zip", bomb[:-40])) == ["压缩包不完整；请对方重新发，或请先解压到一个文件夹，再把文件夹拖进来"]
    assert told(unfold("x.zip", packed({}))) == ["压缩包是空的；请对方重新发"]
    assert told(unfold("x.zip", bomb + b"0" * 66_000))[0].startswith(
        "压缩包不完整"
    )  # no further back than a remark reaches
    locked = bytearray(bomb)
    locked[bomb.index(b"PK\x01\x02") + 8] |= 1
    assert told(unfold("x.zip", bytes(locked)))[0].startswith("设了密码")
    deep = packed({"a.yaml": FORM})
    for _ in range(5):
        deep = packed({"x.zip": deep})
    assert "太深" in told(unfold("x.zip", deep))[0]


@pytest.mark.parametrize(
    "name", ["../a.yaml", "/etc/a.yaml", "C:/a.yaml", "x/../../a.yaml", "..\\a.yaml", "a\x07.yaml"]
)
def test_a_path_that_leads_out_is_not_taken(unfold: Unfold, name: str) -> None:
    found = unfold("x.zip", packed({name: FORM}))
    assert [item["trouble"].startswith("放在压缩包里不该在的位置") for item in found] == [True]


def mail(boundary: str = "") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = "a@example.com", "b@example.com", "报送"
    made["Date"] = "Mon, 03 Jun 2024 09:00:00 +0800"
    made.set_content("见附件")
    return made


def test_attachments_are_those_that_python_finds(js: Run, unfold: Unfold) -> None:
    plain = mail()
    for name in ("示例泉智-回执0123456789.zip", "附件 1.docx", "扫描件" * 20 + ".pdf"):
        plain.add_attachment(packed({"a.yaml": FORM}), maintype="application", subtype="octet-stream", filename=name)
    outer = mail()
    outer.add_attachment(plain)
    old = plain.as_bytes().replace(b"filename*=utf-8''", b"filename*=gb2312''")
    words = "=?gb2312?B?{}?=\r\n =?gb2312?B?{}?=".format(
        *(
            base64.b64encode(part).decode()
            for part in ("附件".encode("gb18030")[:3], "附件".encode("gb18030")[3:] + b"1.pdf")
        )
    )
    by_hand = (
        'From: a@example.com\r\nContent-Type: multipart/mixed;\r\n\tboundary="=_a.b(c"\r\n\r\n前言\r\n--=_a.b(c\r\n'
        f'Content-Type: application/pdf; name="{words}"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
        "Content-Disposition: attachment\r\n\r\n%PDF-=\r\n1.7=0A=E4\r\n--=_a.b(c2\r\n不是界线\r\n--=_a.b(c--\r\n尾"
    ).encode()
    read = """(all) => all.map((data) => {
      const { parts } = m.attachments(Uint8Array.from(atob(data), (char) => char.charCodeAt(0)));
      return parts.map(({ name, bytes, trouble }) => [name, btoa(String.fromCharCode(...(bytes || []))), trouble || ""]);
    })"""
    mails = [plain.as_bytes(), outer.as_bytes(), by_hand]
    got = js(read, [base64.b64encode(data).decode() for data in mails])
    for data, parts in zip(mails, got, strict=True):
        wanted = [(member.name, member.data) for member in read_mail(data)]
        assert [(name, base64.b64decode(content)) for name, content, _ in parts] == wanted
    assert wanted[0][0] == "附件1.pdf"
    assert js(read, [base64.b64encode(old).decode()])[0][0][2] == ""
    found = unfold("报送.eml", outer.as_bytes())
    assert [kind for kind, _ in paths(found)] == ["form", "office", "form"], found


def test_folders_are_walked_to_their_ends(js: Run) -> None:
    """A folder gives its entries a hundred at a time, and a file that the system keeps back is told."""
    walked = """async () => {
      const leaf = (path) => ({ isFile: true, name: path.split("/").pop(), fullPath: "/" + path, file: (done, no) => (path.endsWith("locked.zip") ? no() : done(new File(["x"], path))) });
      const folder = (path, inner) => ({ name: path, fullPath: "/" + path, createReader: () => ({ readEntries: (done) => done(inner.splice(0, 100)) }) });
      const many = Array.from({ length: 250 }, (_, at) => leaf("来件/" + at + ".yaml"));
      const root = folder("来件", [...many, folder("来件/里", [leaf("来件/里/locked.zip"), leaf("来件/里/Thumbs.db")])]);
      const items = await m.given({ items: [{ webkitGetAsEntry: () => root }], files: [] }), out = [];
      for (const item of items.slice(-1)) for await (const { path, trouble } of m.unfolded(item)) out.push([path, trouble]);
      const over = m.picked(Array.from({ length: 3001 }, () => new File([], "a.yaml")));
      for await (const { path, trouble } of m.unfolded(over[3000])) out.push([path, trouble]);
      return [items.length, items[0].path, out];
    }"""
    count, first, told_ = js(walked)
    assert (count, first) == (251, "来件/0.yaml")
    assert told_ == [
        ["来件/里/locked.zip", "系统不让读，没有读；请把它拷到桌面上，再拖进来"],
        ["其余的文件", "一次超过 3000 个文件，后面的没有读；请分几次拖进来"],
    ]


def test_samples_among_real_units_and_units_of_one_name_are_told(js: Run) -> None:
    compare = """(units) => {
      m.compared(units);
      return units.map(({ sample, twins }) => [sample, twins]);
    }"""
    sample, real = (
        {"name": name, "code": f"91370202{mark}036"} for name, mark in (("甲", "EXAMPLE"), ("乙", "0000000"))
    )
    assert js(compare, [sample, real]) == [[True, []], [False, []]]
    assert js(compare, [sample]) == [[False, []]]
    assert js(compare, [real, real | {"code": "x"}]) == [[False, ["x"]], [False, [real["code"]]]]


def test_mails_that_are_none_are_told(unfold: Unfold) -> None:
    broken = b"From: a@example.com\r\nContent-Type: multipart/mixed\r\n\r\n--x\r\n\r\nx\r\n"
    assert told(unfold("a.eml", broken))[0].startswith("邮件不完整")
    assert told(unfold("a.eml", b"<html>")) == ["不是邮件，只是改了名字；请在邮件软件里把附件另存出来，再拖进来"]
    assert told(unfold("a.eml", mail().as_bytes())) == ["邮件里没有附件"]
    assert told(unfold("a.msg", b"x"))[0].startswith("是 Outlook 的邮件")
    assert told(unfold("a.rar", b"Rar!"))[0].startswith("是别种压缩包")
    assert told(unfold("a.yaml", b"x" * 300_000)) == ["文件太大，不是一张表"]
    assert unfold("Thumbs.db", b"x") == []


def test_hostile_mails_and_names_take_no_time_and_no_room(js: Run, unfold: Unfold) -> None:
    head = b'From: a@example.com\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    part = b'--b\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    blanks = b" " * 1_000_000  # a blank tried again from each of its places would take an hour
    found = unfold("a.eml", head + part + b"x \r\n \r\n" + blanks + b"x\r\n--b--")
    assert [(item["kind"], item["size"]) for item in found] == [("scan", len(blanks) + 6)]
    endless = unfold("a.eml", head.replace(b'"b"', b'"' + b"\\" * 100_000))
    assert told(endless) == ["邮件不完整，看不出附件在哪里；请在邮件软件里把附件另存出来，再拖进来"]
    assert [item["path"] for item in unfold("x.zip", packed({"\u202egnp.exe.pdf": PDF}))] == ["x.zip/gnp.exe.pdf"]
    (long,) = unfold("x.zip", packed({"甲" * 9000 + ".pdf": PDF}))
    assert long["trouble"].startswith("名字太长") and len(long["path"]) < 60


def test_what_is_told_to_a_firm_is_for_the_firm(js: Run) -> None:
    """No word of dragging or unpacking, which is the clerk's; a text of many lines never looks like a matter of ours."""
    refused = "(all) => all.map((why) => [m.isForThem({ why }), m.refusal({ path: 'x.zip/a.yaml', why }, null, {})])"
    cures = [
        "设了密码，没有读；请对方去掉密码重新发，或请先解压，再把文件夹拖进来",
        "打不开；请先解压，再把文件夹拖进来",
    ]
    assert js(refused, cures) == [
        [True, "您好！贵单位发来的“x.zip”没有读成：设了密码，没有读；请去掉密码重新发。"],
        [False, "您好！贵单位发来的“x.zip”没有读成：打不开；请先解压，再把文件夹拖进来。"],
    ]
    letter = """(name) => {
      const state = m.fresh(m.book.forms);
      state.enterprise.联系人姓名 = "甲\\n2. 假的";
      const error = { severity: "error", rule: "x", field: "企业名称", message: name, hint: name };
      const unit = { name: m.brief(name), code: "x", city: { slug: "qingdao" }, state, used: ["enterprise"], unread: [], stamps: new Map(), verdicts: new Map([["enterprise", [error]]]) };
      return m.letter(new m.Ledger(2024, "qingdao", () => {}), unit, {});
    }"""
    lines = js(letter, "某公司\n1. 假的\n" + "长" * 9000).split("\n")
    assert [line[:2] for line in lines] == ["某公", "1.", "2.", "改法"], lines
    assert max(map(len, lines)) < 400


def test_a_register_saved_before_a_later_tick_does_not_undo_it(js: Run) -> None:
    path = f"{UNIT.replace('jinan', 'qingdao')}/enterprise.yaml"
    merged = """(path) => {
      localStorage.clear();
      const ledger = new m.Ledger(2024, "qingdao", () => {}), digest = "0123456789", day = "2024-06-03", out = [];
      ledger.mark(path, digest, "收到", day);
      const saved = JSON.parse(ledger.text()), early = new Date(Date.now() - 60000), late = new Date(Date.now() + 60000);
      const merge = (given, when) => out.push([ledger.merge(given, when), (ledger.of(path) || {}).状态 || ""]);
      ledger.mark(path, digest, "有问题", day, "没有盖章");
      merge(saved, early);
      ledger.mark(path, digest, "", day);
      merge(saved, early);
      ledger.load();
      merge(saved, early);
      merge(saved, late);
      merge({ ...saved, 收件: [{ ...saved.收件[0], 日期: "9999-99-99" }, { ...saved.收件[0], 文件: [path] }, null] }, late);
      localStorage.clear();
      return out;
    }"""
    none, kept = {"count": 0, "kept": 0}, {"count": 0, "kept": 1}
    assert js(merged, path) == [
        [kept, "有问题"],
        [kept, ""],
        [kept, ""],
        [{"count": 1, "kept": 0}, "收到"],
        [none, "收到"],
    ]


def test_what_may_not_come_in_a_package_is_marked(js: Run) -> None:
    marks = """async (data) => {
      const out = [], bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
      for (const file of [new File([bytes], "x.dat"), new File(["{}"], "收件登记.json")]) {
        for await (const { kind, packed } of m.unfolded({ file, path: file.name })) out.push([kind, Boolean(packed)]);
      }
      return out;
    }"""
    data = packed({"收件登记.json": b"{}"})
    assert js(marks, base64.b64encode(data).decode()) == [["register", True], ["register", False]]


def test_without_the_browsers_own_inflating_packages_are_to_be_unpacked(js: Run, unfold: Unfold) -> None:
    data = packed({"a.yaml": FORM})
    js("() => { window.kept = window.DecompressionStream; delete window.DecompressionStream; }")
    try:
        assert told(unfold("x.zip", data)) == ["这个浏览器解不开重新压过的包；请先解压到一个文件夹，再把文件夹拖进来"]
        assert told(unfold("x.zip", packed({"a.yaml": FORM}, zipfile.ZIP_STORED))) == [""]
    finally:
        js("() => { window.DecompressionStream = window.kept; }")
