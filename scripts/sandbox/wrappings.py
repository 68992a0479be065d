"""Files that hold other files: a .zip, and a mail with attachments. Each is listed, read, or told why not. Runs inside the worker."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from io import BytesIO
from typing import NamedTuple
from zipfile import ZipFile, ZipInfo

from scripts.sandbox.package import DAMAGED
from scripts.sandbox.refused import Refused

MAX_CONTENT = 300 * 2**20  # of all files in it
MAX_MEMBERS = 3000
MAX_MAILS = 10  # forwarded one in another
_TOO_BIG = "没有打开；请先解压（邮件先把附件另存）到一个文件夹，再导入那个文件夹"


class Member(NamedTuple):
    """A file in a wrapping: its path there, its bytes, and why it was not read, "" where it was."""

    name: str
    data: bytes
    trouble: str = ""


def read_zip(data: bytes) -> list[Member]:
    """The files of a .zip. Raises ``Refused``."""
    if not data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        raise Refused("这不是 .zip 压缩包，只是改了名字；请在本机解压，再导入解压出来的文件夹")
    try:
        archive = ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise Refused("压缩包损坏，打不开；请对方重新压缩，或在本机解压后导入文件夹") from error
    items = [item for item in archive.infolist() if not item.filename.endswith(("/", "\\"))]
    if len(items) > MAX_MEMBERS:
        raise Refused(f"压缩包里有 {len(items)} 个文件，超过 {MAX_MEMBERS} 个，{_TOO_BIG}")
    if sum(item.file_size for item in items) > MAX_CONTENT:
        raise Refused(f"压缩包解压后超过 {MAX_CONTENT // 2**20} MiB，像是压缩炸弹，{_TOO_BIG}")
    if items and all(item.flag_bits & 1 for item in items):
        raise Refused("压缩包设了密码，没有打开；请用密码解压，再导入解压出来的文件夹")
    return [_member(archive, item, name) for item, name in zip(items, _names(items), strict=True)]


def _member(archive: ZipFile, item: ZipInfo, name: str) -> Member:
    if (item.external_attr >> 16) & 0o170000 == 0o120000:
        return Member(name, b"", "是链接，不是文件，没有读")
    if item.flag_bits & 1:
        return Member(name, b"", "设了密码，没有读；请解压后导入文件夹")
    try:
        with archive.open(item) as part:
            return Member(name, part.read(item.file_size + 1))
    except NotImplementedError:
        return Member(name, b"", "压缩的方式读不了；请在本机解压，再导入解压出来的文件夹")
    except DAMAGED:
        return Member(name, b"", "在压缩包里是坏的，读不出来；请对方重新压缩")


def _names(items: Sequence[ZipInfo]) -> list[str]:
    """The names of a zip's files. Without the mark for UTF-8 they are in UTF-8 (macOS) or GBK (Windows in Chinese), all alike."""
    raw = [None if item.flag_bits & 0x800 else item.orig_filename.encode("cp437", "replace") for item in items]
    codec = "utf-8" if all(name is None or _is_utf_8(name) for name in raw) else "gb18030"
    return [
        item.orig_filename if name is None else name.decode(codec, "replace")
        for item, name in zip(items, raw, strict=True)
    ]


def _is_utf_8(name: bytes) -> bool:
    """Whether a name is UTF-8; a few names are also GBK, and then one of them has ideographs."""
    try:
        text = name.decode()
    except UnicodeDecodeError:
        return False
    return text.isascii() or any(char >= "\u2e80" for char in text)


# ---------- mails ----------


def read_mail(data: bytes) -> list[Member]:
    """The attachments of a mail, and of the mails that it forwards. Raises ``Refused``."""
    mail = message_from_bytes(data)
    if not any(name in mail for name in ("From", "Date", "Received", "MIME-Version", "Subject")):
        raise Refused("这不是邮件，只是改了名字；请在邮件软件里把附件另存到一个文件夹，再导入那个文件夹")
    members = list(_attachments(mail, 0))
    if len(members) > MAX_MEMBERS:
        raise Refused(f"邮件里有 {len(members)} 个附件，超过 {MAX_MEMBERS} 个，{_TOO_BIG}")
    return members


def _attachments(part: Message, depth: int) -> Iterator[Member]:
    kind = part.get_content_type()
    if kind == "message/rfc822" and depth == MAX_MAILS:
        yield Member(
            "转发的邮件", b"", f"邮件里套了超过 {MAX_MAILS} 层邮件，里面的没有读；请把附件另存到文件夹，再导入"
        )
    elif part.is_multipart():
        for child in part.get_payload():
            assert isinstance(child, Message)  # noqa: S101 - so it is in all that is parsed
            yield from _attachments(child, depth + (kind == "message/rfc822"))
    else:
        yield from _leaf(part, kind, _file_name(part))


def _leaf(part: Message, kind: str, name: str) -> Iterator[Member]:
    if not name and kind in ("text/plain", "text/html", "application/pgp-signature", "application/pkcs7-signature"):
        return
    if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
        yield Member(name or "winmail.dat", b"", "是 Outlook 的专用格式，打不开；请对方改用“纯文本”或 HTML 格式重发")
    elif kind == "application/pkcs7-mime":
        yield Member(name or "加密的正文", b"", "是加密的邮件，打不开；请在邮件软件里把附件另存到文件夹，再导入")
    elif (
        kind.startswith("image/")
        and "Content-ID" in part
        and "attachment" not in str(part["Content-Disposition"]).lower()
    ):
        yield Member(
            name or "图片", b"", "是邮件正文里的图片，没有当作材料；若是证明材料，请另存到文件夹，和表一起导入"
        )
    elif not name:
        yield Member(f"没有名字的附件（{kind[:40]}）", b"", "不知道是什么，没有读；请在邮件软件里另存后再导入")
    else:
        content = part.get_payload(decode=True)
        yield Member(name, content if isinstance(content, bytes) else b"")


def _file_name(part: Message) -> str:
    """The name of an attachment, in whichever of the ways that mail programs have of writing Chinese names; "" without one."""
    clean = Message()
    for key, raw in part.raw_items():
        if key.lower() in ("content-disposition", "content-type"):
            text = re.sub(r"\r?\n[ \t]+", " ", _text(str(raw).encode("utf-8", "surrogateescape")))
            clean[key] = re.sub(r"(?i)=(?:gb2312|gbk)''", "=gb18030''", text)
    name = clean.get_filename("")
    try:
        pieces = decode_header(name)
    except HeaderParseError:
        return name
    return "".join(_text(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces).strip()


def _text(data: bytes, charset: str | None = None) -> str:
    codec = (charset or "utf-8").lower()
    for name in ("gb18030" if codec in ("gb2312", "gbk") else codec, "gb18030"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")
