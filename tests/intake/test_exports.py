"""No workbook that we write runs anything, whatever stood in an office's list."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from malaqbiq.intake.rules.kinds import KINDS
from malaqbiq.intake.services import incomplete_make, rejects_make, template_make
from tests.intake.office import DAY, HEADERS, SYSTEM, bare, founded, taken
from tests.kernel.workbooks.files import read_back

pytestmark = pytest.mark.django_db
EVIL = ("=SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)")


def runs(path: Path) -> bool:
    """Whether a sheet of the workbook holds a formula."""
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets
        return any(b"<f" in archive.read(name).replace(b"<formula", b"") for name in sheets)


def test_rejected_rows_and_incomplete_data_stay_text(tmp_path: Path) -> None:
    founded()
    path = tmp_path / "out.xlsx"
    names = [f"{evil} {word}" for evil, word in zip(EVIL, ("Sitti", "Nur", "Hasan", "Rahmat"), strict=True)]
    good = [bare(name, Jabatan=evil) for name, evil in zip(names, EVIL, strict=True)]
    bad = [bare(f"{evil} Anto", unit=evil, Jabatan=evil) | {"=1+1": evil} for evil in EVIL]
    outcome = taken(tmp_path, *good, *bad, partial=True, headers=(*HEADERS, "=1+1"))
    assert len(outcome.rejected) == len(EVIL)
    rejects_make(outcome=outcome, path=path)
    assert not runs(path)
    headers, *rows = read_back(path)
    assert [row[headers.index("=1+1")] for row in rows] == list(EVIL)
    incomplete_make(access=SYSTEM, path=path, day=DAY, rows=outcome.taken.people)
    assert not runs(path)
    assert {row[2] for row in read_back(path)[1:]} == set(names)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_holds_no_formula(tmp_path: Path, kind: str) -> None:
    founded()
    template_make(access=SYSTEM, kind=kind, path=tmp_path / "t.xlsx", day=DAY)
    assert not runs(tmp_path / "t.xlsx")
