"""The parts that 附件1 and 附件2 share: 材料, 承诺, and the wording of the notice about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from schema.fields.choice import Choice, YesNo
from schema.fields.problem import refuse
from schema.fields.scalar import Scalar
from schema.fields.text import Text
from schema.fields.year import Year
from schema.forms.form import Form, Visibility, entry
from schema.vocabulary.survey import constants

LICENCE = "营业执照"
ABILITY = "能力证明"
PATENT_PROOF = "知识产权证书"
TEST_REPORT = "检测报告"
USE_PROOF = "应用证明"
OTHER_PROOF = "其他"


def text_range(label: str) -> Text:
    """The text type of a field whose range of 字数 the round sets."""
    bounds = constants().texts[label]
    return Text(bounds.least, bounds.most, words=True, advised=bounds.advised)


@dataclass(frozen=True)
class Pledged(Scalar):
    """A pledge: only 是 counts."""

    def read(self, raw: Any) -> bool:
        """True; anything else is ``pledge-missing``."""
        if isinstance(raw, str) and raw.strip() == "是":
            return True
        raise refuse("pledge")

    def json_schema(self) -> dict[str, Any]:
        """The one word."""
        return {"type": "string", "const": "是"}


class UnitForm(Form):
    """What the forms of units begin with."""

    round: Annotated[int, Year()] | None = entry(
        "批次", f"哪一年的摸底，写四位年份；不写算 {constants().first_round} 年",
        clause="通知（本轮摸底）；以后各轮所需", example=str(constants().round), required=False, asked=False,
    )  # fmt: skip

    @property
    def year(self) -> int:
        """The round that it was submitted in."""
        return self.round or constants().first_round


class Pledge(Form):
    """承诺, from 三、材料要求 2."""

    publishable: Annotated[bool, Pledged()] = entry(
        "信息可公开", "报送单位提供的摸底信息应为可公开内容，同意请写“是”",
        clause="通知三、材料要求 2", example="是", visibility=Visibility.PRIVATE, paperwork=True, absent="pledge-missing",
    )  # fmt: skip
    truthful: Annotated[bool, Pledged()] = entry(
        "真实合法", "对报送材料真实性、合法性负责，同意请写“是”",
        clause="通知三、材料要求 2", example="是", visibility=Visibility.PRIVATE, paperwork=True, absent="pledge-missing",
    )  # fmt: skip


def _file() -> Any:
    return entry(
        "文件", "材料在本单位文件夹里的位置，写成 materials/文件名；PDF、PNG 或 JPEG，不超过 10 MiB",
        clause="通知二、报送材料", example="materials/licence.pdf", visibility=Visibility.PRIVATE, paperwork=True, required=False, apart=True,
    )  # fmt: skip


def _offline() -> Any:
    return entry(
        "线下提交", "盖章的纸质材料直接交市工信局，写“是”；含印章、个人或客户信息的扫描件宜用这种方式",
        clause="通知二、报送材料", example="是", visibility=Visibility.PRIVATE, paperwork=True, required=False,
    )  # fmt: skip


def _travels() -> Any:
    return entry(
        "另交", "文件随不公开部分交市工信局，写“是”",
        clause="通知二、报送材料", example="是", visibility=Visibility.PRIVATE, paperwork=True, required=False, separate=True,
    )  # fmt: skip


def _kind(options: str) -> Any:
    return entry(
        "类别", f"{options}之一", clause="通知二、报送材料", example=LICENCE, visibility=Visibility.PRIVATE, paperwork=True,
    )  # fmt: skip


class Material(Form):
    """One line of 材料: ``file``, ``offline``, or in two halves ``travels``; the rules judge which must be there."""

    one_of: ClassVar[tuple[str, ...]] = ("file", "offline", "travels")
    kind: str
    file: Annotated[str, Text(verbatim=True)] | None
    offline: Annotated[bool, YesNo()] | None
    travels: Annotated[bool, YesNo()] | None


class EnterpriseMaterial(Material):
    """材料 of 附件1: 营业执照 and what proves technical strength (通知二 2、4)."""

    kind: Annotated[str, Choice((LICENCE, ABILITY, OTHER_PROOF))] = _kind("营业执照、能力证明、其他")
    file: Annotated[str, Text(verbatim=True)] | None = _file()
    offline: Annotated[bool, YesNo()] | None = _offline()
    travels: Annotated[bool, YesNo()] | None = _travels()


class ProductMaterial(Material):
    """材料 of 附件2: 营业执照, certificates, and a report or proofs of use (通知二 2、3)."""

    kind: Annotated[str, Choice((LICENCE, PATENT_PROOF, TEST_REPORT, USE_PROOF, OTHER_PROOF))] = _kind(
        "营业执照、知识产权证书、检测报告、应用证明、其他"
    )
    file: Annotated[str, Text(verbatim=True)] | None = _file()
    offline: Annotated[bool, YesNo()] | None = _offline()
    travels: Annotated[bool, YesNo()] | None = _travels()


def commitment() -> Any:
    """The 不公开部分 of both forms in two halves."""
    return entry(
        "不公开部分", "由程序写入，八组四个字符，与单独交市工信局的不公开部分对应", clause="个人信息保护法（最小必要）",
        required=False, asked=False, separate=True, absent="private-form",
    )  # fmt: skip


def website() -> Any:
    """The optional 网址 of both forms."""
    return entry(
        "网址",
        "选填，https:// 开头",
        clause="公开目录所需，通知未列",
        example="https://www.example.com",
        required=False,
    )


def pledge() -> Any:
    """The 承诺 of both forms."""
    return entry(
        "承诺", "信息可公开、真实合法两项都写“是”", clause="通知三、材料要求 2",
        visibility=Visibility.PRIVATE, paperwork=True, absent="pledge-missing",
    )  # fmt: skip
