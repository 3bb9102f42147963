"""What one walk over a sheet finds, and sheets that are made to take long or to fill the memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.parsers.expat import ExpatError

import pytest

from malaqbiq.kernel.workbooks import sheets
from malaqbiq.kernel.workbooks.sheets import Seen, SheetDamaged, sheet_seen
from tests.kernel.workbooks.files import raw, text_cell
from tests.process import LONG_ENOUGH


def seen(rows: str) -> Seen:
    return sheet_seen(f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode())


@pytest.mark.parametrize(
    ("rows", "reach"),
    [
        ("", (0, 0)),
        ('<row r="3"><c r="B3"><v>1</v></c></row>', (3, 2)),
        ("<row><c><v>1</v></c></row><row><c><v>1</v></c><c><v>1</v></c></row>", (2, 2)),
        ('<row r="3"><c r="C3"/><c><v>1</v></c></row><row><c><v>1</v></c></row>', (4, 4)),
        ('<row r="9"/><row><c r="a7"><v>1</v></c><c><v>1</v></c></row>', (10, 2)),
        ('<x:row r="3"><x:c r="B3"><x:is/></x:c></x:row>', (3, 2)),
        ('<row r="1048576" spans="1:9"><c r="XFD1048576" s="1"/></row>', (0, 0)),
    ],
)
def test_the_reach_of_cells_with_content_counts_places_that_are_not_told(rows: str, reach: tuple[int, int]) -> None:
    found = seen(rows.replace("<x:row", '<x:row xmlns:x="x"'))
    assert (found.rows, found.columns) == reach


def test_errors_and_formulas_that_were_never_calculated() -> None:
    cells = (
        '<c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c t="e"><v>?</v></c><c><f>A3</f></c><c><f/><v></v></c>'
        '<c t="str"><f>""</f><v></v></c><c><f>1+1</f><v>2</v></c><c><v>1</v></c><c t="e"/>'
    )
    found = seen(f'<row r="2">{cells}</row>')
    assert found.errors == {(1, 0): "#DIV/0!", (1, 1): "#N/A", (1, 2): "#N/A", (1, 3): "#N/A"}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="0"/>',
        '<row r="12345678"/>',
        '<row r="²"/>',
        '<row r="1"><c r="$A$1"/></row>',
        '<row r="1"><c r="AAAA1"/></row>',
        '<row r="1"><c r="A"/></row>',
        '<row r="1"><c r=""/></row>',
        "<row><row/></row>",
        "<row><c><c/></c></row>",
        "<c/>",
        "<?x <c>?>",
    ],
)
def test_what_no_office_program_writes_is_damage(rows: str) -> None:
    with pytest.raises(SheetDamaged):
        seen(rows)


def test_a_walk_ends_where_a_list_is_long_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ELEMENTS", 100)
    with pytest.raises(SheetDamaged):
        seen("<a/>" * 101)


def test_more_rows_than_excel_has_or_errors_than_anybody_mends_are_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 10)
    monkeypatch.setattr(sheets, "MOST_ERRORS", 10)
    seen("<row/>" * 10)
    with pytest.raises(SheetDamaged):
        seen("<row/>" * 11)
    fault = '<c t="e"><v>#REF!</v></c>'
    seen(f"<row>{fault * 10}</row>")
    with pytest.raises(SheetDamaged):
        seen(f"<row>{fault * 11}</row>")


def test_nor_does_it_go_on_for_long_before_the_rows() -> None:
    with pytest.raises(SheetDamaged):
        sheet_seen(b"<worksheet>" + b"<a/>" * (sheets.MOST_BEFORE + 1) + b"<sheetData/></worksheet>")


def test_xml_that_is_not_whole_is_damage() -> None:
    for rows in ("<row>", "<row><c></row>", '<c r="A1" r="A2"/>', "&x;"):
        with pytest.raises(ExpatError):
            seen(rows)


READ = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
resource.setrlimit(resource.RLIMIT_CPU, (8, 8))
from malaqbiq.kernel.workbooks.guards import WorkbookRefused
from malaqbiq.kernel.workbooks.reading import Column, workbook_read
try:
    workbook_read(Path(sys.argv[1]), (Column("name", "Nama"),))
except WorkbookRefused as error:
    print(error)
"""

DENSE = '<row r="1">{}</row><row r="200000"><c><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("<c " * 200_000, "damaged"),
        ('<c t="e" r="A1">' * 100_000, "damaged"),
        ('<c r="A1"><f' * 100_000, "damaged"),
        ("<row><c>" + "<v/>" * 200_000 + "</c></row>", "empty"),
        ("<row><c><f/>" + "<v/>" * 200_000 + "</c></row>", "empty"),
        (DENSE.format("<c><v>1</v></c>" * 500), "row 200000, column 500"),
        (DENSE.format("<c><v>1</v></c>" * 16_000), "row 200000, column 16000"),
        ("<row>" * 200_000 + "</row>" * 200_000 + "<row><c><v>1</v></c></row>", "damaged"),
        ('<row r="1">' + '<c r="A1"/>' * 500_000 + "</row>", "empty"),
    ],
    ids=["open", "errors", "formulas", "values", "values_of_a_formula", "wide", "wider", "deep", "many"],
)
def test_a_small_file_takes_little_time_and_memory(tmp_path: Path, rows: str, said: str) -> None:
    path = raw(tmp_path / "a.xlsx", rows)
    assert path.stat().st_size < 50_000
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False, timeout=LONG_ENOUGH
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout


def test_instructions_within_the_workbook_part_take_no_time(tmp_path: Path) -> None:
    """A pattern over `<workbookPr ` once looked to the end of the part from each of them."""
    from tests.kernel.workbooks.files import WORKBOOK

    book = WORKBOOK.replace("<sheets>", f"<?x {'<workbookPr ' * 100_000}?><sheets>")
    path = raw(tmp_path / "a.xlsx", f'<row r="1">{text_cell("A1", "Nama")}</row>', {"xl/workbook.xml": book})
    done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
