"""How the tables of the law are told to people: what each is called, and what a row of it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from malaqbiq.kernel.rupiah import exact_rupiah, rupiah
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.regulations.rules.rows import Row


@dataclass(frozen=True, slots=True)
class Telling:
    """A table's title, and the fields that say what a row is about and what it says of it."""

    title: str
    about: Sequence[str]
    says: Sequence[str] = ()


GROUPS: Mapping[str, Mapping[str, Telling]] = {
    _("Pay"): {
        "wage_floors": Telling(_("Minimum wages"), ("level", "region_name", "year"), ("amount",)),
        "pay_ceilings": Telling(_("Pay ceilings (SBM)"), ("province_code", "group", "year"), ("amount",)),
        "pay_rules": Telling(_("Rules of pay"), ("rule",), ("statement", "figure")),
        "job_families": Telling(_("Job families"), ("name",), ("ceiling_group",)),
        "contribution_rates": Telling(
            _("Social insurance: rates"), ("programme", "risk_group"), ("employer", "worker")
        ),
        "contribution_ceilings": Telling(_("Social insurance: ceilings"), ("programme",), ("amount",)),
    },
    _("Decrees and papers"): {
        "decree_kinds": Telling(_("Kinds of decrees"), ("name_id",), ("kind",)),
        "issuers": Telling(_("Who issues what"), ("kind", "tier"), ("unit", "authority")),
        "decree_texts": Telling(_("Words of decrees"), ("kind", "version"), ("subject",)),
        "legal_bases": Telling(_("Legal bases (Mengingat)"), ("basis", "version"), ("citation",)),
        "paper_forms": Telling(_("Annexes and petikan"), ("kind", "version"), ("annex_title",)),
        "agreement_texts": Telling(_("Words of work agreements"), ("kind", "version"), ("title",)),
        "inauguration_texts": Telling(_("Words of an inauguration's papers"), ("paper", "version"), ("title",)),
        "oath_words": Telling(_("Oaths by religion"), ("name",), ("opening", "closing")),
        "number_patterns": Telling(_("Patterns of numbers"), ("document", "tier", "authority", "shape"), ("pattern",)),
        "classification_codes": Telling(_("Classification codes"), ("code",), ("meaning",)),
        "document_kinds": Telling(_("Abbreviations of documents"), ("abbreviation",), ("meaning",)),
    },
    _("Appraisal and staff"): {
        "instruments": Telling(_("Appraisal instruments"), ("title", "version"), ("label",)),
        "predikat_matrix": Telling(_("Matrix of predikat"), ("result", "behaviour"), ("predikat",)),
        "values": Telling(_("Core values"), ("name",), ("guide",)),
        "service_rules": Telling(_("Terms of service and offices"), ("rule",), ("statement", "figure")),
        "ranks": Telling(_("Rank ladder"), ("ladder", "grade"), ("name",)),
    },
    _("Structure"): {
        "regimes": Telling(_("Structures"), ("title",), ("follows",)),
        "structures": Telling(
            _("Units and posts of structures"), ("regime", "tier", "type", "unit_name"), ("position_name", "eselon")
        ),
        "transitions": Telling(
            _("From one structure to the next"), ("old_regime", "old_unit"), ("fate", "new_regime", "new_unit")
        ),
        "eligibility_rules": Telling(
            _("Eligibility for posts"), ("level", "eselon", "criterion"), ("value", "beside", "applies", "waiver")
        ),
        "post_competencies": Telling(
            _("Competencies that posts need"), ("regime", "unit_code", "competency"), ("level", "applies")
        ),
        "unit_types": Telling(_("Typology of work units"), ("regime", "code"), ("type",)),
        "work_units": Telling(_("Work units"), ("code", "name"), ("seat", "zone")),
        "region_names": Telling(_("What regions are called"), ("written", "kind"), ("stands_for", "law")),
        "work_unit_parents": Telling(_("Under whom work units stand"), ("code",), ("parent",)),
    },
    _("Calendar"): {"holidays": Telling(_("Public holidays"), ("date", "name"), ("kind",))},
}
TELLINGS: Mapping[str, Telling] = {name: telling for group in GROUPS.values() for name, telling in group.items()}

AMOUNTS = frozenset({"amount"})


def about(table: str, row: Row) -> str:
    """What a row is about, in a line."""
    return _joined(row, TELLINGS[table].about)


def says(table: str, row: Row) -> str:
    """What a row says, in a line; empty where its figure was not found."""
    return _joined(row, TELLINGS[table].says)


def written(field: str, value: object) -> str:
    """A field's value as people write it."""
    if value is None:
        return ""
    if field in AMOUNTS and isinstance(value, int):
        return rupiah(value)
    return exact_rupiah(str(value)) if field == "amount_exact" and value else str(value)


def _joined(row: Row, fields: Sequence[str]) -> str:
    return " · ".join(filter(None, (written(field, getattr(row, field)) for field in fields)))
