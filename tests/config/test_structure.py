"""`malaqbiq opening structure` on an installation of its own."""

from __future__ import annotations

import json

import pytest

from tests.process import Malaqbiq

pytestmark = pytest.mark.process

SAID = ("--regime", "pkpu-6-2008", "--since", "2014-01-01")


def test_a_structure_is_opened_told_and_verified(ready_malaqbiq: Malaqbiq) -> None:
    nobody = ready_malaqbiq.run("opening", "structure", *SAID, check=False)
    assert nobody.returncode == 1 and "name a province" in nobody.stderr
    unasked = ready_malaqbiq.run("opening", "structure", *SAID, "--work-unit", "76", check=False)
    assert unasked.returncode == 1 and "say --yes to open it" in unasked.stderr
    opened = ready_malaqbiq.run("opening", "structure", *SAID, "--work-unit", "76", "--yes", "--json")
    told = json.loads(opened.stdout)
    assert (told["regime"], told["since"], told["posts"], len(told["work_units"])) == (SAID[1], SAID[3], 40, 7)
    assert "KPU Provinsi Sulawesi Barat: 10 posts come into force" in opened.stderr
    again = ready_malaqbiq.run("opening", "structure", *SAID, "--work-unit", "76", "--yes")
    assert again.stdout == "All of it stood already: nothing was changed.\n"
    other = ("--regime", "x", "--since", "2014-01-01", "--work-unit", "76")
    unknown = ready_malaqbiq.run("opening", "structure", *other, check=False)
    assert unknown.returncode == 1 and "choose one of: pkpu-6-2008" in unknown.stderr
    typed = ("--regime", "pkpu-14-2020", "--since", "2021-01-01", "--work-unit", "76", "--typology", "QQ", "--yes")
    refused = ready_malaqbiq.run("opening", "structure", *typed, check=False)
    assert refused.returncode == 1 and "choose one of these types: A, B" in refused.stderr
    assert ready_malaqbiq.run("verify").returncode == 0
