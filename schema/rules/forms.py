"""Rules over one form as a whole: revenue, industry."""

from __future__ import annotations

from collections.abc import Iterator

from schema.enterprise import Enterprise
from schema.fields.industry import classify
from schema.fields.problem import is_placeholder
from schema.finding import Finding, Severity
from schema.product import Product
from schema.survey import constants
from schema.unit import Context, Filed

_LLM_REVENUE = ("企业大模型相关收入",)


def revenues(filed: Filed[Enterprise], context: Context) -> Iterator[Finding]:
    """``amount-range`` and ``revenue-threshold`` of 企业大模型相关收入. No amount is told: they are not public."""
    whole, part = filed.form.revenue, filed.form.llm_revenue
    if part is None:
        return
    if whole is not None and part > whole:
        message, hint = (
            "企业大模型相关收入大于企业年度收入",
            "大模型相关收入是年度收入的一部分，请核对两栏，单位都是万元",
        )
        yield filed.document.finding("amount-range", _LLM_REVENUE, message, hint)
        return
    threshold = constants().threshold
    if part >= threshold:
        return
    explanation = (filed.document.root or {}).get("高成长性说明")
    if isinstance(explanation, str) and is_placeholder(explanation):
        return  # told as text-placeholder
    explained = bool(explanation.strip()) if isinstance(explanation, str) else bool(explanation)
    yield filed.document.finding(
        "revenue-threshold", _LLM_REVENUE, f"大模型相关收入不足 {threshold} 万元",
        "已有高成长性说明，请市工信局判断是否放宽" if explained else "具有高成长性的企业可以放宽，请填写“高成长性说明”；若按“亿元”填写了，请换算成万元",
        severity=Severity.WARNING if explained else Severity.ERROR,
    )  # fmt: skip


def industries(filed: Filed[Product], context: Context) -> Iterator[Finding]:
    """``industry-unknown``: the words fit no row of the 建议行业目录. They stay as written."""
    industry = filed.form.industry
    if filed.form.level != "行业级" or industry is None or industry.text is None or industry.sector is None:
        return
    if classify(industry.sector, industry.text) is None:
        yield filed.document.finding(
            "industry-unknown", ("应用所属行业", "行业"), f"“{industry.text[:40]}”归不进建议行业目录，统计时算作“未归类”", "可以不改；行业照您的写法印入表格",
            severity=Severity.INFO,
        )  # fmt: skip
