"""What of appointments an audit pack holds."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from malaqbiq.appointments.audit import PARTS
from malaqbiq.appointments.services import phase_open
from malaqbiq.home.selectors.packing import pack_asked
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.packs import Pack
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.progress import SILENT
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import FIRST, _january, begun, filled, holders, kabag, phases

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

AUDITOR = Access("a", {Role.AUDITOR: frozenset({"76", "76.01"})})


def told(folder: Path, unit: str = "76", last: date = FIRST) -> list[dict[str, Any]]:
    (part,) = PARTS
    asked = pack_asked(AUDITOR, unit=unit, period=Period.through(date(2022, 1, 1), last), today=FIRST)
    with zipfile.ZipFile(folder / "pack.zip", "w") as archive:
        part.write(asked, Pack(archive, "p", folder), SILENT)
        rows: list[dict[str, Any]] = json.loads(archive.read("p/pengisian/pelantikan.json"))
    assert [said.number for said in part.count(asked)] == [len(rows)]
    return rows


def test_who_was_sworn_in_on_the_days_is_told_with_the_decree(holders: Mapping[str, Person], tmp_path: Path) -> None:
    phase = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=phase.uid)
    filled(phase, kabag(holders), absent=("P20B.3",))
    with clock.standing_at(make.noon(FIRST)):
        whole = told(tmp_path)
        assert told(tmp_path, unit="76.01") == told(tmp_path, last=date(2022, 1, 4)) == []
    assert {row["Name"] for row in whole} == {holders["P08.1"].full_name, holders["P08.2"].full_name}
    assert {(row["Sworn in"], row["Number"], row["Taken back by"]) for row in whole} == {
        (FIRST.isoformat(), f"Administrator/{FIRST:%d}", "")
    }
