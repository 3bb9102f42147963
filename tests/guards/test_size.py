"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast

from tests.guards.source import name, python_files, tree

FOLDERS = ("malaqbiq", "scripts", "tests")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def test_no_file_is_too_long() -> None:
    lengths = {name(path): len(path.read_text().splitlines()) for path in python_files(*FOLDERS)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    assert {
        f"{name(path, node.lineno)} {node.name}": _lines(node)
        for path in python_files(*FOLDERS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > LONGEST_FUNCTION
    } == {}


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function with its docstring, without its decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1
