from __future__ import annotations

import json

import pytest

from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process


def test_new_installation_holds(ready_malaqbiq: Malaqbiq) -> None:
    result = json.loads(ready_malaqbiq.run("verify", "--json").stdout)
    assert result["ok"] is True
    assert {"chain", "numbers", "projections"} <= {check["name"] for check in result["checks"]}


def test_anything_wrong_ends_with_1(ready_malaqbiq: Malaqbiq) -> None:
    code = (
        "from malaqbiq.decrees.models import Ledger\n"
        "Ledger.objects.update_or_create(id=1, defaults={'place': 7, 'link': 'f' * 64})"
    )
    _, errors = ready_malaqbiq.python(code).communicate(timeout=LONG_ENOUGH)
    assert not errors, errors
    done = ready_malaqbiq.run("verify", "--json", check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["ok"] is False
    assert "✗ chain" in ready_malaqbiq.run("verify", check=False).stdout
