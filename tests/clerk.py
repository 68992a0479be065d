"""One who answers the questions of ``catalogue new``, and right answers to all of them."""

from __future__ import annotations

import re

from scripts.new.talk import Talk

NAME, CONTACT, MOBILE = "示例泉智科技有限公司", "示例甲", "15400000001"
PROFILE, PLANS = "本公司从事大模型的研发与服务。" * 9, "今后三年面向制造业研发行业大模型。" * 15
GROWTH = "近三年收入年均增长一倍以上，在手合同超过三千万元。"
PLEDGES = {"承诺，信息可公开": "是", "承诺，真实合法": "1"}
ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "enterprise": {
        "企业名称": NAME, "注册资金": "5000", "单位注册地，区县": "1", "单位性质": "1", "联系人姓名": CONTACT, "手机号码": MOBILE,
        "经营范围": ["智能软件研发", "技术服务", "."], "企业简介": [PROFILE, "。"], "企业年度收入": "8600", "企业大模型相关收入": "3200",
        "高成长性说明": [GROWTH, "."], "大模型产品研发服务团队情况，人员数量": "42", "大模型产品研发服务团队情况，团队能力": ["分工明确", "."],
        "大模型产品研发情况及相关业务发展规划": [PLANS, "."], "材料：营业执照": "1", "材料：能力证明": "1", **PLEDGES,
    },
    "product": {
        "大模型产品名称": "示例·合同大模型", "报送单位": NAME, "联系人": CONTACT, "联系方式": "0531-00000101", "版本号": "V2.0",
        "大模型产品知识产权情况，第 1 项，类型": "1", "大模型产品检测情况，是否检测": "否", "大模型产品所属种类": "3",
        "应用所属行业，门类": "1", "应用所属行业，行业": "橡胶轮胎", "应用所属场景": "企业合同评审",
        "大模型产品检测情况，检测机构": "示例检测中心", "大模型产品检测情况，检测时间": "2024-03", "大模型产品检测情况，机构具备资质": "y",
        "大模型产品介绍及应用情况": [PROFILE, "."], "大模型产品主要应用领域及可适用推广前景": [PLANS, "."],
        "材料：营业执照": "1", "材料：知识产权证书": "1", "材料：应用证明": "1", "材料：检测报告": "1", **PLEDGES,
    },
}  # fmt: skip

# Words of whoever writes files, not of whoever fills in a form.
FILE_TALK = re.compile(
    r"缩进|冒号|英文双引号|YAML|yaml|文件夹|仓库|合并请求|catalogue|UTF|submissions|materials|第 \d+ 行|行首|下级栏目|“- "
)


class Clerk:
    """Answers by the question's label; what has no answer is kept, left out or put off. Notes what was asked and refused.

    At the end, nothing more is put right: the conversation breaks off where the form may not be written.
    """

    def __init__(self, **answers: str | list[str]) -> None:
        self.answers = {label: [text] if isinstance(text, str) else list(text) for label, text in answers.items()}
        self.said: list[str] = []
        self.asked: list[str] = []

    @property
    def talk(self) -> Talk:
        return Talk(self._say, self._hear)

    @property
    def label(self) -> str:
        return self.asked[-1] if self.asked else ""

    @property
    def refused(self) -> list[str]:
        """Each refusal, its lines put together again."""
        return [re.sub(r"\n +", "", line).strip() for line in self.said if line.startswith("  ×")]

    def _say(self, text: str) -> None:
        self.said.append(text)
        if text.startswith("\n"):
            self.asked.append(text.split("\n")[1])

    def _hear(self, prompt: str) -> str:
        self.said.append(prompt)
        if waiting := self.answers.get(self.label):
            return waiting.pop(0)
        if self.label == "还不能写入":
            raise EOFError
        return "" if "回车" in prompt else ">"


def clerk_for(kind: str, **answers: str | list[str]) -> Clerk:
    """One who knows every answer, with some answers of their own."""
    return Clerk(**(ANSWERS[kind] | answers))
