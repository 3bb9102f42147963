"""Issuing by real processes: several at once, and killed at every step."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

PREPARE = """
from datetime import date
from tests import builders as make
office = make.unit()
for number in range(int(sys.argv[1])):
    who = make.person(f"Orang {number}")
    make.approved(office, make.engaged(who, office, date(2022, 1, 1), date(2022, 12, 31)))
"""

ISSUE = """
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_issue
from tests import builders as make
sys.stdin.readline()
part, parts = int(sys.argv[1]), int(sys.argv[2])
for decree in Decree.objects.filter(state="approved").order_by("id"):
    if decree.id % parts == part:
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
"""

SAME = """
from malaqbiq.decrees.errors import WrongState
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_issue
from tests import builders as make
decree = Decree.objects.get()
sys.stdin.readline()
try:
    decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
    print("issued")
except WrongState:
    print("refused")
"""

DIE = """
import json
from malaqbiq.decrees.models import Decree, Ledger, RegisterNumber
from malaqbiq.decrees.services import decree_issue
from malaqbiq.kernel.models import Activity
from malaqbiq.pay.models import PayTerm
from malaqbiq.service.models import Employment
from tests import builders as make
from tests.killing import killed_at_each_statement

def issue():
    decree = Decree.objects.get()
    decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)

def left_behind():
    ledger = Ledger.objects.first()
    found = [ledger.place if ledger else 0, Decree.objects.filter(place__isnull=False).count()]
    found += [model.objects.count() for model in (RegisterNumber, Employment, PayTerm)]
    return [*found, Activity.objects.filter(action="decrees.issue").count()]

print(json.dumps(killed_at_each_statement(issue, left_behind)))
"""

COUNT = """
import json
from malaqbiq.decrees.models import Decree, Ledger, RegisterNumber, Snapshot
from malaqbiq.kernel.models import Activity
from malaqbiq.pay.models import PayTerm
from malaqbiq.service.models import Employment
ledger = Ledger.objects.first()
print(json.dumps({
    "issued": Decree.objects.filter(place__isnull=False).count(),
    "numbers": sorted(RegisterNumber.objects.values_list("value", flat=True)),
    "place": ledger.place if ledger else 0,
    "rows": Employment.objects.count() + PayTerm.objects.count(),
    "activity": Activity.objects.filter(action="decrees.issue").count(),
}))
"""


def done(process: Any) -> str:
    out, err = process.communicate(input="go\n", timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return str(out)


def count(house: Malaqbiq) -> dict[str, Any]:
    return dict(json.loads(done(house.python(COUNT))))


def verified(house: Malaqbiq) -> bool:
    return bool(json.loads(house.run("verify", "--json", check=False).stdout)["ok"])


def test_eight_issuers_at_once_leave_no_duplicate_and_no_hole(ready_malaqbiq: Malaqbiq) -> None:
    done(ready_malaqbiq.python(PREPARE, "40"))
    issuers = [ready_malaqbiq.python(ISSUE, str(part), "8") for part in range(8)]
    for issuer in issuers:
        assert issuer.stdin is not None
        issuer.stdin.write("go\n")
        issuer.stdin.flush()
    for issuer in issuers:
        done(issuer)
    found = count(ready_malaqbiq)
    assert (found["issued"], found["place"], found["rows"]) == (40, 40, 80)
    assert found["numbers"] == list(range(1, 41))
    assert verified(ready_malaqbiq)


def test_the_same_decree_pressed_by_four_at_once_is_issued_once(ready_malaqbiq: Malaqbiq) -> None:
    done(ready_malaqbiq.python(PREPARE, "1"))
    outcomes = [ready_malaqbiq.python(SAME) for _ in range(4)]
    for process in outcomes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert sorted(done(process).strip() for process in outcomes) == ["issued", "refused", "refused", "refused"]
    assert count(ready_malaqbiq)["numbers"] == [1]


def test_killed_before_any_statement_of_issuing_leaves_nothing_and_a_rerun_completes(ready_malaqbiq: Malaqbiq) -> None:
    done(ready_malaqbiq.python(PREPARE, "1"))
    *killed, through = json.loads(done(ready_malaqbiq.python(DIE)))
    assert len(killed) > 10
    assert all(outcome == [-9, [0, 0, 0, 0, 0, 0]] for outcome in killed)
    assert through == [0, [1, 1, 1, 1, 1, 1]]
    assert verified(ready_malaqbiq)
