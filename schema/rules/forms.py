"""Rules over one form as a whole: revenue, industry."""

from __future__ import annotations

from collections.abc import Iterator

from schema.book.finding import Finding
from schema.book.wording import Seen
from schema.forms.enterprise import Enterprise
from schema.forms.product import Product
from schema.reading.unit import Context, FormFile
from schema.text.placeholder import is_placeholder
from schema.vocabulary.industries import classify
from schema.vocabulary.survey import constants

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
    if part >= threshold:
        return
    explanation = (file.document.root or {}).get("高成长性说明")
    if isinstance(explanation, str) and is_placeholder(explanation):
        return  # filler neither explains nor leaves the explanation out
    explained = bool(explanation.strip()) if isinstance(explanation, str) else bool(explanation)
    yield file.finding("revenue.explained" if explained else "revenue.low", _LLM_REVENUE, threshold=str(threshold))


def industries(file: FormFile[Product], context: Context) -> Iterator[Finding]:
    """``industry-unknown``: the words fit no row of the 建议行业目录. They stay as written."""
    industry = file.form.industry
    if file.form.level != "行业级" or industry is None or industry.text is None or industry.sector is None:
        return
    if classify(industry.sector, industry.text) is None:
        yield file.finding("industry", ("应用所属行业", "行业"), text=Seen(industry.text[:40]))
