"""What is installed elsewhere is whole."""

from __future__ import annotations

import tomllib

from tests.guards.source import PACKAGE, ROOT, name

NOT_SHIPPED = frozenset({".py", ".pyc", ".md", ".tmp"})


def test_every_file_that_is_not_python_is_shipped() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["malaqbiq"]
    shipped = {pattern.removeprefix("**/*") for pattern in data}
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in NOT_SHIPPED]
    assert [name(path) for path in files if path.suffix not in shipped] == []
