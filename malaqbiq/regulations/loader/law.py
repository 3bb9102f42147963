"""All files of law together: the package's own, and those of the installation, which count where both say a thing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.loader.checks import checked
from malaqbiq.regulations.loader.faults import BrokenLaw, Fault
from malaqbiq.regulations.loader.files import Line, file_read
from malaqbiq.regulations.loader.holidays import holiday_lines
from malaqbiq.regulations.rules.rows import TABLES

PACKAGED = Path(__file__).resolve().parent.parent / "data"
SUFFIXES = (".csv", ".toml")


@dataclass(frozen=True, slots=True)
class Law:
    """Every row of law, checked, by table and key."""

    lines: tuple[Line, ...]

    def of(self, table: str) -> list[Line]:
        """The rows of a table, in the order of their files."""
        return [line for line in self.lines if line.table == table]


def law_read(folders: Sequence[Path]) -> Law:
    """The law of the folders, later ones before earlier ones; BrokenLaw with every fault found.

    A folder has one folder a table, and in it any number of CSV and TOML files.
    """
    lines = {(line.table, line.row.key): line for line in holiday_lines()}
    faults: list[Fault] = []
    for folder in folders:
        found, wrong = _folder_read(folder)
        faults += wrong
        lines |= found
    # Rows that stand on each other are compared only once each of them is sound.
    faults = faults or checked(list(lines.values()))
    if faults:
        raise BrokenLaw(faults)
    return Law(tuple(lines.values()))


def _folder_read(folder: Path) -> tuple[dict[tuple[str, str], Line], list[Fault]]:
    lines: dict[tuple[str, str], Line] = {}
    faults: list[Fault] = []
    for path in sorted(item for item in folder.rglob("*") if item.is_file() and not item.name.startswith(".")):
        name = str(Path(folder.name) / path.relative_to(folder))
        table = path.parent.name
        if path.suffix == ".md":
            continue
        if path.parent.parent != folder or table not in TABLES or path.suffix not in SUFFIXES:
            faults.append(Fault(name, 0, "", _misplaced()))
            continue
        found, wrong = file_read(path, name, table, TABLES[table])
        faults += wrong
        for line in found:
            if twin := lines.get((table, line.row.key)):
                faults.append(Fault(name, line.line, "", _repeated(line, twin)))
            lines[table, line.row.key] = line
    return lines, faults


def _misplaced() -> Words:
    return Words(
        gettext_noop("files of law are .csv or .toml in a folder named as one of the tables: %(tables)s"),
        {"tables": ", ".join(TABLES)},
    )


def _repeated(line: Line, twin: Line) -> Words:
    return Words(
        gettext_noop("%(key)s stands already at %(file)s:%(line)s"),
        {"key": line.row.key, "file": twin.file, "line": twin.line},
    )
