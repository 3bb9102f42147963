"""Habits of the house that no linter knows."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.source import PACKAGE, ROOT, layer_files, name, python_files, text_files, tree

CLOCK = PACKAGE / "kernel" / "clock.py"
ENTROPY = PACKAGE / "kernel" / "entropy.py"
SETTINGS = PACKAGE / "config" / "settings.py"


def test_only_where_a_planner_solves_a_solver_is_known() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in python_files()
        if re.search(r"^\s*(import|from) (highspy|numpy|ortools|scipy)", path.read_text(), re.MULTILINE)
    }
    assert found == {"appointments/planner/solve.py"}


def test_views_neither_query_nor_save() -> None:
    found = [
        name(path, node.lineno)
        for path in layer_files("views", "api")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "save"}
    ]
    assert found == []


CONTENTS = frozenset({"file_read", "file_path", "blob_read", "blob_checked", "blob_path"})
READ_CONTENTS = {
    "appointments/views/changes.py": "a regulation's scan, of a change that `change_seen` finds",
    "appointments/views/papers.py": "scan and petikan of a decree of a phase that `phase_seen` finds",
    "decrees/audit.py": "papers and evidence that `documents_visible` finds, into a pack",
    "decrees/selectors/drafts.py": "a draft's sheet, which it has just made",
    "decrees/services/documents.py": "papers and evidence that `documents_visible` finds",
    "decrees/services/signatures.py": "a paper that `documents_visible` finds, its pages counted for who may sign it",
    "decrees/views/decree.py": "bound petikan, just made of papers that `documents_visible` finds",
    "decrees/views/papers.py": "a paper with room for a signature, just made for who may sign it",
    "home/views/jobs.py": "what a job made, for who asked for it",
    "intake/selectors/mended.py": "an upload that `uploads_seen` finds",
    "intake/services/uploads.py": "an upload that is just being stored",
}
"""Who reads the content of stored files, and through which record: another has its own check and a test by role."""


def test_contents_of_stored_files_are_read_through_their_record_only() -> None:
    found = {
        str(path.relative_to(PACKAGE))
        for path in python_files()
        if not path.is_relative_to(PACKAGE / "kernel") and not path.is_relative_to(PACKAGE / "regulations")
        if CONTENTS
        & {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom) for alias in node.names}
        or any(isinstance(node, ast.Attribute) and node.attr == "stored_file" for node in ast.walk(tree(path)))
    }
    assert found == READ_CONTENTS.keys()


def test_rules_planners_selectors_services_and_effects_are_documented() -> None:
    found = [
        f"{name(path, node.lineno)} {node.name}"
        for path in layer_files("rules", "planner", "selectors", "services", "effects")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert found == []


def test_services_take_keywords_only() -> None:
    """A service is what is given an access; pieces that services share are plain functions."""
    found = [
        f"{name(path, node.lineno)} {node.name}"
        for path in layer_files("services")
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if "access" in {argument.arg for argument in (*node.args.args, *node.args.posonlyargs)}
    ]
    assert found == []


def test_models_hide_nothing() -> None:
    """No save() override and no signal: what happens stands where it is called."""
    overrides = [
        name(path, node.lineno)
        for path in layer_files("models")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete", "full_clean"}
    ]
    signals = [name(path) for path in python_files() if re.search(r"dispatch import|\.signals", path.read_text())]
    assert overrides + signals == []


def test_files_are_named_after_what_they_do() -> None:
    vague = {"utils", "helpers", "common", "misc", "util", "helper"}
    assert [name(path) for path in python_files() if vague & {path.stem, *path.parent.parts}] == []


@pytest.mark.parametrize(
    ("calls", "allowed"),
    [
        (r"datetime\.now|date\.today|timezone\.now|time\.time\(|utcnow|localdate\(|Now\(\)", {CLOCK}),
        (r"(?<![\w.])random\.|\bRandom\(|\bsecrets\.|uuid[147]\(|urandom", {ENTROPY, SETTINGS}),
    ],
    ids=["the one clock", "the one source of randomness"],
)
def test_time_and_randomness_come_from_the_kernel(calls: str, allowed: set[Path]) -> None:
    found = [
        name(path, line)
        for path in python_files()
        if path not in allowed
        for line, text in enumerate(path.read_text().splitlines(), start=1)
        if re.search(calls, text)
    ]
    assert found == []


def test_the_word_with_three_meanings_stands_in_the_glossary_only() -> None:
    """Pejabat Pembuat Komitmen, Pejabat Pembina Kepegawaian, Panitia Pemilihan Kecamatan: say which."""
    word = re.compile(rf"\b{'P' * 2 + 'K'}\b")
    allowed = {ROOT / "docs" / "glossary.md"}
    found = [
        name(path, line)
        for path in text_files()
        if path not in allowed
        for line, text in enumerate(path.read_text().splitlines(), start=1)
        if word.search(text)
    ]
    assert found == []


def test_stages_of_progress_are_told_in_the_readers_language() -> None:
    found = [
        name(path, line)
        for path in python_files()
        for line, text in enumerate(path.read_text().splitlines(), start=1)
        if re.search(r"""progress\.stage\(["']""", text)
    ]
    assert found == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    """Requirement files name no host; templates, styles and scripts load nothing from another one."""
    found = [name(path) for path in sorted(ROOT.glob("requirements*.txt")) if "://" in path.read_text()]
    for path in _page_files():
        for line, text in enumerate(path.read_text().splitlines(), start=1):
            if re.search(r"""(src|href|action)=["'](https?:)?//|url\(["']?(https?:)?//|@import\s+["']https?:""", text):
                found.append(name(path, line))
    assert found == []


def _page_files() -> Iterator[Path]:
    return (path for path in text_files() if path.suffix in {".html", ".css", ".js", ".svg"})
