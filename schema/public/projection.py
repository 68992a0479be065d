"""The public part of submissions.

These types are the wall between the survey and the site: they have no attribute for a contact, a phone, a material or a
single unit's revenue, so nothing built from them can leak one. Everything under ``dist/site/`` is built from them only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from schema.fields.uscc import is_sample, prefixes
from schema.forms.bureau import Bureau
from schema.forms.enterprise import Enterprise
from schema.forms.product import Patent, Product, ProductIndustry, Testing
from schema.reading.unit import FormFile, Unit
from schema.vocabulary import divisions as division
from schema.vocabulary.industries import classify
from schema.vocabulary.survey import constants


@dataclass(frozen=True, slots=True)
class PublicEnterprise:
    """附件1 without what is not for the public. ``capital`` is in 万元; ``district`` is the official 区县 name; ``round`` is its 批次."""

    name: str
    capital: Decimal
    city_name: str
    district: str
    nature: str
    nature_note: str | None
    scope: str
    profile: str
    team_size: int
    team_skills: str
    plans: str
    website: str | None
    round: int


@dataclass(frozen=True, slots=True)
class PublicPatent:
    """One line of 大模型产品知识产权情况: ``kind`` is 软件著作权, 发明专利 or 其他."""

    kind: str
    note: str | None


@dataclass(frozen=True, slots=True)
class PublicTesting:
    """大模型产品检测情况. ``date`` is YYYY-MM or YYYY-MM-DD as written; lab, date, qualified are None when untested."""

    tested: bool
    lab: str | None
    date: str | None
    qualified: bool | None


@dataclass(frozen=True, slots=True)
class PublicIndustry:
    """应用所属行业: ``sector`` 门类 and ``text`` as written, with the 建议行业目录 row that ``text`` falls under, if any."""

    sector: str
    text: str
    code: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class PublicProduct:
    """附件2 without what is not for the public. ``level`` is 基础级, 行业级 or 场景级; ``round`` is its 批次."""

    slug: str
    name: str
    version: str
    level: str
    patents: tuple[PublicPatent, ...]
    testing: PublicTesting
    industry: PublicIndustry | None
    scenario: str | None
    introduction: str
    prospects: str
    website: str | None
    round: int


@dataclass(frozen=True, slots=True)
class PublicUnit:
    """A unit with its forms. ``enterprise`` is None where the unit reports products only.

    ``nature`` then follows from the code's prefix, and ``name`` is 报送单位 of its products.
    """

    code: str
    city: str
    name: str
    nature: str
    sample: bool
    enterprise: PublicEnterprise | None
    products: tuple[PublicProduct, ...]


@dataclass(frozen=True, slots=True)
class PublicBureau:
    """Where a city's bureau takes submissions, as far as its bureau.yaml says so for the public."""

    mail: str | None
    phones: tuple[str, ...]
    address: str | None

    def __bool__(self) -> bool:
        return bool(self.mail or self.phones or self.address)


NOWHERE = PublicBureau(None, (), None)


@dataclass(frozen=True, slots=True)
class PublicSurvey:
    """The units in the order of city code, then USCC; products in the order of their file names. ``round`` is the survey's.

    ``bureaus`` are by city, without those that say nothing.
    """

    round: int
    units: tuple[PublicUnit, ...]
    bureaus: Mapping[str, PublicBureau] = field(default_factory=dict)

    @property
    def sample(self) -> bool:
        """Whether every unit is fictional, so that every page must say so."""
        return bool(self.units) and all(unit.sample for unit in self.units)


def project(units: Iterable[Unit], bureaus: Mapping[str, FormFile[Bureau]] | None = None) -> PublicSurvey:
    """The public part of submissions without errors, and of the headers by city: the only way from a submission to the site."""
    cities = constants().cities
    ordered = sorted(units, key=lambda unit: (cities[unit.city].code, unit.code))
    return PublicSurvey(
        constants().round,
        tuple(_unit(unit) for unit in ordered if unit.enterprise or unit.products),
        _bureaus(bureaus or {}),
    )


def _bureaus(headers: Mapping[str, FormFile[Bureau]]) -> dict[str, PublicBureau]:
    found = {
        city: PublicBureau(file.form.public_mail, file.form.public_phones or (), file.form.public_address)
        for city, file in headers.items()
    }
    return {city: bureau for city, bureau in found.items() if bureau}


def _unit(unit: Unit) -> PublicUnit:
    enterprise = _enterprise(unit.enterprise.form, unit.city) if unit.enterprise else None
    prefix = prefixes().get(unit.code[:2])
    return PublicUnit(
        code=unit.code,
        city=unit.city,
        name=enterprise.name if enterprise else unit.products[0].form.unit,
        nature=enterprise.nature if enterprise else prefix.nature if prefix else "其他",
        sample=is_sample(unit.code),
        enterprise=enterprise,
        products=tuple(_product(filed) for filed in unit.products),
    )


def _enterprise(form: Enterprise, city: str) -> PublicEnterprise:
    district = division.find(city, form.location.district)
    return PublicEnterprise(
        name=form.name,
        capital=form.capital,
        city_name=constants().cities[city].name,
        district=district.name if district else form.location.district,
        nature=form.nature,
        nature_note=form.nature_note,
        scope=form.scope,
        profile=form.profile,
        team_size=form.team.size,
        team_skills=form.team.skills,
        plans=form.plans,
        website=form.website,
        round=form.year,
    )


def _product(filed: FormFile[Product]) -> PublicProduct:
    form = filed.form
    return PublicProduct(
        slug=filed.slug,
        name=form.name,
        version=form.version,
        level=form.level,
        patents=tuple(_patent(patent) for patent in form.patents),
        testing=_testing(form.testing),
        industry=_industry(form.industry) if form.industry and form.level == "行业级" else None,
        scenario=form.scenario if form.level == "场景级" else None,
        introduction=form.introduction,
        prospects=form.prospects,
        website=form.website,
        round=form.year,
    )


def _patent(patent: Patent) -> PublicPatent:
    return PublicPatent(patent.kind, patent.note)


def _testing(testing: Testing) -> PublicTesting:
    if not testing.tested:
        return PublicTesting(False, None, None, None)
    return PublicTesting(True, testing.lab, testing.date, testing.qualified)


def _industry(industry: ProductIndustry) -> PublicIndustry:
    row = classify(industry.sector, industry.text)
    return PublicIndustry(industry.sector, industry.text, row.code if row else None, row.name if row else None)
