"""How codes in the law are named to people: regions, work units, kinds of decrees, families of jobs."""

from __future__ import annotations

from django.utils.translation import get_language

from malaqbiq.kernel.basis import remembered
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.reading import once
from malaqbiq.kernel.speech import name_by
from malaqbiq.regulations.models import Fact


def names_known() -> None:
    """Let every sentence name what the law table has a name for. None of it is anybody's secret."""
    name_by("region", lambda code: _told(f"unit:{code}", "region_name"))
    name_by("work_unit", lambda code: _told(f"unit:{code}", "name"))
    name_by("decree_kind", _kind)
    name_by("job_family", lambda code: _told(f"family:{code}", "name"))
    name_by("job_group", _group)
    name_by("regime", lambda code: _told(f"regime:{code}", "title"))


NAMED = ("work_units", "decree_kinds", "job_families", "regimes")
"""Tables that give names."""


def _told(key: str, field: str) -> str:
    return str(_rows().get(key, {}).get(field, ""))


@remembered(1)
@once
def _rows() -> dict[str, dict[str, Json]]:
    """What stands under each key of the tables that give names, the national row before an office's own."""
    facts = Fact.objects.current().filter(table__in=NAMED).order_by("-office_code", "valid_from")
    return dict(facts.values_list("key", "value"))


def _group(code: str) -> str:
    """The families of a group of the state cost standard; a family that is in none is named itself."""
    names = [str(row["name"]) for row in _rows().values() if code and row.get("ceiling_group") == code]
    return ", ".join(sorted(names)) or _told(f"family:{code}", "name")


def _kind(code: str) -> str:
    english = (get_language() or "").startswith("en")
    return _told(f"decree-kind:{code}", "name_en" if english else "name_id")
