"""One file of law, CSV or TOML, read into rows that know their line."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.loader.faults import Fault, faults_of
from malaqbiq.regulations.rules.rows import Row

_HEADING = re.compile(r"\s*\[\[\s*row\s*\]\]")
_ASSIGNMENT = re.compile(r"\s*([A-Za-z_]+)\s*=")
_TOML_LINE = re.compile(r"line (\d+)")
_OFFICE = Words(gettext_noop("an office's own facts are stated in the house, not in a file"))


@dataclass(frozen=True, slots=True)
class Line:
    """A row of law and where it stands."""

    table: str
    row: Row
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class _Raw:
    values: dict[str, object]
    line: int
    lines: dict[str, int] = field(default_factory=dict)


class _Unreadable(Exception):
    def __init__(self, line: int, words: Words, column: str = "") -> None:
        super().__init__(str(words))
        self.line, self.words, self.column = line, words, column


def file_read(path: Path, name: str, table: str, model: type[Row]) -> tuple[list[Line], list[Fault]]:
    """The rows of a file and everything wrong in it. `name` is the file as people know it."""
    lines: list[Line] = []
    faults: list[Fault] = []
    try:
        for raw in _toml_rows(path) if path.suffix == ".toml" else _csv_rows(path, model):
            if "office" in raw.values:
                faults.append(Fault(name, raw.lines.get("office", raw.line), "office", _OFFICE))
                continue
            try:
                lines.append(Line(table, model.model_validate(raw.values), name, raw.line))
            except ValidationError as error:
                faults += faults_of(error, name, raw.lines, raw.line)
    except _Unreadable as error:
        faults.append(Fault(name, error.line, error.column, error.words))
    return lines, faults


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise _Unreadable(line, Words(gettext_noop("the file is not UTF-8 text"))) from error
    except OSError as error:
        raise _Unreadable(0, Words(gettext_noop("the file can't be read: %(why)s"), {"why": str(error)})) from error


def _csv_rows(path: Path, model: type[Row]) -> Iterator[_Raw]:
    text = _text(path)
    first = text.partition("\n")[0]
    # A spreadsheet in Indonesian writes semicolons.
    delimiter = ";" if ";" in first and "," not in first else ","
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    header = next(reader, [])
    if not header or not all(header) or len(set(header)) != len(header):
        raise _Unreadable(1, Words(gettext_noop("the first line must name each column once")))
    if unknown := [name for name in header if name not in model.model_fields or name == "office"]:
        raise _Unreadable(1, Words(gettext_noop("the table has no such column")), unknown[0])
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _Unreadable(start, Words(gettext_noop("not a line of CSV: %(why)s"), {"why": str(error)})) from error
        if cells:
            yield _csv_row(header, cells, start)


def _csv_row(header: list[str], cells: list[str], line: int) -> _Raw:
    if len(cells) != len(header):
        raise _Unreadable(
            line,
            Words(
                gettext_noop("the line has %(found)s cells, the first line names %(needed)s columns"),
                {"found": len(cells), "needed": len(header)},
            ),
        )
    return _Raw({name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}, line)


def _toml_rows(path: Path) -> Iterator[_Raw]:
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        words = Words(gettext_noop("not TOML: %(why)s"), {"why": str(error)})
        raise _Unreadable(int(found[1]) if found else 0, words) from error
    rows = data.get("row")
    if set(data) != {"row"} or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _Unreadable(1, Words(gettext_noop("the file must hold [[row]] tables and nothing else")))
    places = _toml_places(text)
    for index, values in enumerate(rows):
        line, columns = places[index] if len(places) == len(rows) else (1, {})
        yield _Raw(values, line, columns)


def _toml_places(text: str) -> list[tuple[int, dict[str, int]]]:
    places: list[tuple[int, dict[str, int]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if _HEADING.match(line):
            places.append((number, {}))
        elif places and (found := _ASSIGNMENT.match(line)):
            places[-1][1].setdefault(found[1], number)
    return places
