"""The house's own files, read once for all guards."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "malaqbiq"
TEXT_SUFFIXES = frozenset({".py", ".md", ".html", ".txt", ".typ", ".toml", ".csv", ".po", ".css", ".js", ".svg"})


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Python files of the folders (of the package if none is named), without migrations."""
    found = (path for folder in folders or ("malaqbiq",) for path in (ROOT / folder).rglob("*.py"))
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


def layer_files(*layers: str) -> Iterator[Path]:
    """Files of rooms that are one of the inner files (`views`), as a module or a package."""
    for path in python_files():
        inner = path.relative_to(PACKAGE).parts[1:]
        if inner and inner[0].removesuffix(".py") in layers:
            yield path


def text_files() -> Iterator[Path]:
    """Everything that a person wrote for people or machines: code, documents, templates, data."""
    yield from (path for path in ROOT.iterdir() if path.suffix in TEXT_SUFFIXES)
    for folder in ("malaqbiq", "docs", "tests", "scripts"):
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in TEXT_SUFFIXES)


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text())


@cache
def floors() -> dict[str, int]:
    """Each room's floor, the lowest 0, from the contract that import-linter enforces."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["name"].startswith("Floors"))
    return {room.strip(" ()"): floor for floor, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def name(path: Path, line: int | None = None) -> str:
    """How a finding is named: its file, and line."""
    return str(path.relative_to(ROOT)) + (f":{line}" if line else "")
