"""One row model for each table of the law: what a line of a file must look like, whoever wrote it."""

from __future__ import annotations

from malaqbiq.regulations.rules.rows.base import CellRefused, Day, Row, Trust
from malaqbiq.regulations.rules.rows.calendar import HolidayKind, HolidayRow
from malaqbiq.regulations.rules.rows.papers import (
    AgreementRow,
    ArticleText,
    CodeRow,
    DecreeKindRow,
    DecreeTextRow,
    DocumentKindRow,
    IssuerRow,
    IssuerUnit,
    LegalBasisRow,
    NumberPatternRow,
    PaperFormRow,
)
from malaqbiq.regulations.rules.rows.pay import (
    ContributionCeilingRow,
    ContributionRow,
    FloorLevel,
    JobFamilyRow,
    PayCeilingRow,
    PayRuleRow,
    WageFloorRow,
)
from malaqbiq.regulations.rules.rows.places import ParentRow, UnitTypeRow, WorkUnitRow
from malaqbiq.regulations.rules.rows.staff import InstrumentRow, PredikatRow, RankRow, ServiceRuleRow, ValueRow
from malaqbiq.regulations.rules.rows.structures import Fate, RegimeRow, StructureRow, TransitionRow

TABLES: dict[str, type[Row]] = {
    "agreement_texts": AgreementRow,
    "classification_codes": CodeRow,
    "contribution_ceilings": ContributionCeilingRow,
    "contribution_rates": ContributionRow,
    "decree_kinds": DecreeKindRow,
    "decree_texts": DecreeTextRow,
    "document_kinds": DocumentKindRow,
    "holidays": HolidayRow,
    "instruments": InstrumentRow,
    "issuers": IssuerRow,
    "job_families": JobFamilyRow,
    "legal_bases": LegalBasisRow,
    "number_patterns": NumberPatternRow,
    "paper_forms": PaperFormRow,
    "pay_ceilings": PayCeilingRow,
    "pay_rules": PayRuleRow,
    "predikat_matrix": PredikatRow,
    "ranks": RankRow,
    "regimes": RegimeRow,
    "service_rules": ServiceRuleRow,
    "structures": StructureRow,
    "transitions": TransitionRow,
    "unit_types": UnitTypeRow,
    "values": ValueRow,
    "wage_floors": WageFloorRow,
    "work_unit_parents": ParentRow,
    "work_units": WorkUnitRow,
}
"""Tables by the name of their folder."""

__all__ = [
    "TABLES",
    "AgreementRow",
    "ArticleText",
    "CellRefused",
    "CodeRow",
    "ContributionCeilingRow",
    "ContributionRow",
    "Day",
    "DecreeKindRow",
    "DecreeTextRow",
    "DocumentKindRow",
    "Fate",
    "FloorLevel",
    "HolidayKind",
    "HolidayRow",
    "InstrumentRow",
    "IssuerRow",
    "IssuerUnit",
    "JobFamilyRow",
    "LegalBasisRow",
    "NumberPatternRow",
    "PaperFormRow",
    "ParentRow",
    "PayCeilingRow",
    "PayRuleRow",
    "PredikatRow",
    "RankRow",
    "RegimeRow",
    "Row",
    "ServiceRuleRow",
    "StructureRow",
    "TransitionRow",
    "Trust",
    "UnitTypeRow",
    "ValueRow",
    "WageFloorRow",
    "WorkUnitRow",
]
