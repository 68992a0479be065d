"""证明材料: PDF, PNG or JPEG, told by content."""

from __future__ import annotations

MAX_BYTES = 10 * 2**20
MAX_UNIT_BYTES = 50 * 2**20


_SIGNATURES = {"PDF": b"%PDF-", "PNG": b"\x89PNG\r\n\x1a\n", "JPEG": b"\xff\xd8\xff"}
_BY_ENDING = {".pdf": "PDF", ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
_OTHERS = (
    (b"PK\x03\x04", "Word、Excel 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word 或 Excel 文件"),
    (b"Rar!", "压缩文件"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"<", "网页"),
    (b"version https://git-lfs", "Git LFS 指针，不是文件本身"),
)


def sniff(head: bytes) -> str | None:
    """PDF, PNG or JPEG by the first bytes, None for anything else."""
    return next((name for name, signature in _SIGNATURES.items() if head.startswith(signature)), None)


def ending_type(path: str) -> str | None:
    """The type that a name's ending claims."""
    return next((name for ending, name in _BY_ENDING.items() if path.lower().endswith(ending)), None)


def type_trouble(path: str, head: bytes) -> tuple[str, str] | None:
    """Message and hint when content and name are not of one accepted type."""
    claimed, real = ending_type(path), sniff(head)
    if claimed is None:
        return "材料只收 PDF、PNG 和 JPEG", "请转成 PDF 后重新放入，或改为线下提交"
    if real is None:
        other = (
            "空文件"
            if not head
            else next((name for signature, name in _OTHERS if head.startswith(signature)), "其他文件")
        )
        gap = " " if other.isascii() or other[0].isascii() else ""
        return f"名字说是 {claimed}，内容却是{gap}{other}", "请重新扫描或导出为 PDF，再放入"
    if real != claimed:
        ending = {"PDF": ".pdf", "PNG": ".png", "JPEG": ".jpg"}[real]
        return f"名字说是 {claimed}，内容却是 {real}", f"请把文件名的结尾改为 {ending}，并同时改表里的“文件”"
    return None


_UNSAFE = {
    "javascript": ("PDF 里带有脚本", "请用“打印为 PDF”重新生成，或扫描纸质件"),
    "launch": ("PDF 里带有启动程序的动作", "请用“打印为 PDF”重新生成，或扫描纸质件"),
    "embedded": ("PDF 里嵌有别的文件", "请去掉附件，用“打印为 PDF”重新生成"),
    "encrypted": ("PDF 加了密", "请去掉密码和权限限制后重新保存"),
    "foreign": ("文件里还藏着另一种格式的内容", "请用“打印为 PDF”重新生成，或重新扫描"),
    "huge": ("打开它要占用过多的内存或时间", "请降低分辨率后重新扫描，或改为线下提交"),
}
_BROKEN = ("文件不完整或已损坏，打不开", "请重新扫描或导出后再放入")


def judge_facts(facts: list[str]) -> list[tuple[str, str, str]]:
    """(rule, message, hint) for the facts that the worker found in a file of a right type."""
    unsafe = [("material-unsafe", *_UNSAFE[fact]) for fact in facts if fact in _UNSAFE]
    return unsafe or [("material-type", *_BROKEN)] if facts else []
