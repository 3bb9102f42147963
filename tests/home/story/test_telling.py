"""`malaqbiq demo`: told from a seed, whole or not at all, and only where nobody else's data are."""

from __future__ import annotations

import json
from typing import Any

import pytest

from malaqbiq.kernel.access import Role
from tests.home.conftest import Demo
from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

HEAD = "from malaqbiq.decrees.models import Ledger; print(Ledger.objects.get().link)"

KILLED_WHILE_ISSUING = """
import os, signal
from malaqbiq.decrees.services import issuing
from malaqbiq.home.story.telling import Wish, story_told
whole, count = issuing.post, iter(range(9))
def post(*args):
    if next(count) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    whole(*args)
issuing.post = post
story_told(Wish(documents=False))
"""

A_PERSON = """
from malaqbiq.kernel.access import Access
from malaqbiq.people.services import PersonDraft, person_register
person_register(access=Access.system("officer"), draft=PersonDraft(name="Anto Uji", entered_unit="76"))
"""

AS_OF_AN_OLDER_RELEASE = """
from django.db.migrations.recorder import MigrationRecorder
MigrationRecorder.Migration.objects.filter(app="pay").delete()
"""

LINKED = """
from malaqbiq.accounts.models import PersonLink
print(*sorted(link.user.username for link in PersonLink.objects.select_related("user")), sep="\\n")
"""

WAITING = """
from datetime import date
from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors import cycles_seen
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services.reviewing import decree_blockers
from malaqbiq.kernel.access import Access
house = Access.system("demo")
for one in Decree.objects.filter(origin="own", place=None).order_by("pk"):
    print(one.kind, one.state, len(list(decree_blockers(access=house, decree=one))))
cycle = Cycle.objects.get(state="open")
scored = {one.scores.exists() for one in cycle.appraisees.all()}
print(cycle.period_start, cycle.state, True in scored, False in scored)
newest = cycles_seen(access=house, on=date(2022, 1, 11))[0]
print(newest.period_start, newest.service_on)
"""

SIGNS_IN = """
from django.test import Client
from malaqbiq.accounts.rules import DEMO_PASSWORD
from malaqbiq.kernel.models import Installation
client = Client(HTTP_HOST="localhost")
client.post("/accounts/login/", {"login": "sdm", "password": DEMO_PASSWORD})
Installation.objects.filter(clock_at__isnull=False).update(**(
    {"kind": "live", "clock_at": None, "seed": None} if "%(kind)s" == "live" else {}
))
before = client.get("/today").status_code == 200
offered = DEMO_PASSWORD in Client(HTTP_HOST="localhost").get("/accounts/login/").content.decode()
again = Client(HTTP_HOST="localhost")
again.post("/accounts/login/", {"login": "sdm", "password": DEMO_PASSWORD})
print(before, offered, again.get("/today").status_code == 200)
"""

PEOPLE = "from malaqbiq.people.models import Person; print(Person.objects.count())"


def python(malaqbiq: Malaqbiq, code: str) -> str:
    process = malaqbiq.python(code)
    out, err = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return out.strip()


def told(malaqbiq: Malaqbiq, *options: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(malaqbiq.run("demo", "--json", *options).stdout)
    return said


def test_the_summary_as_data_has_this_shape_exactly(demo: Demo) -> None:
    assert {name: list(part) if isinstance(part, dict) else part for name, part in demo.said.items()} == {
        "as_of": "2022-01-11",
        "work_units": 7,
        "appraisal": ["staff", "appraised", "extended", "coached", "ended"],
        "decrees": ["issued", "entries", "documents", "gapless"],
        "posts": ["total", "definitive", "demisioner", "vacant", "acting"],
        "pay": ["floor", "staff", "below_floor", "lowest"],
        "verify": ["ok"],
        "seconds": ["people", "main_job", "documents"],
        "accounts": demo.said["accounts"],
        "peak_mib": demo.said["peak_mib"],
    }


def test_accounts_are_offered_with_role_and_work_unit(demo: Demo) -> None:
    accounts = demo.said["accounts"]
    assert [list(account) for account in accounts] == [["username", "password", "role", "work_unit"]] * 10
    of_province = {account["role"] for account in accounts if account["work_unit"] == "76"}
    assert of_province | {"staff"} == set(Role)
    of_kabupaten = {account["role"] for account in accounts if account["work_unit"] == "76.01"}
    assert {"sdm_officer", "secretary"} <= of_kabupaten
    # One to hand over, one to take over.
    officers = [one for one in accounts if (one["work_unit"], one["role"]) == ("76.01", "sdm_officer")]
    assert len(officers) == 2


def test_accounts_are_people_of_the_story(demo: Demo) -> None:
    linked = python(demo.malaqbiq, LINKED).splitlines()
    assert linked == ["penilai", "sdm", "sdm.7601", "sdm2.7601", "sekretaris", "sekretaris.7601", "staf"]


@pytest.mark.parametrize(("kind", "let_in"), [("demo", True), ("live", False)])
def test_a_demos_accounts_are_let_in_by_a_demo_alone(own_demo: Malaqbiq, kind: str, let_in: bool) -> None:
    said = python(own_demo, SIGNS_IN % {"kind": kind})
    assert said == f"{let_in} {let_in} {let_in}"


def test_everybody_is_evaluated_holds_a_decree_and_is_paid_the_minimum_wage(demo: Demo) -> None:
    appraisal, decrees, pay = demo.said["appraisal"], demo.said["decrees"], demo.said["pay"]
    assert (appraisal["staff"], appraisal["appraised"], appraisal["ended"]) == (80, 80, 0)
    assert appraisal["extended"] + appraisal["coached"] == 80
    assert appraisal["coached"] == 6
    assert (decrees["issued"], decrees["entries"], decrees["gapless"]) == (7, 160, True)
    assert (pay["floor"], pay["staff"], pay["below_floor"]) == (2_678_864, 80, 0)
    assert pay["lowest"] >= pay["floor"]
    assert demo.said["verify"]["ok"]


def test_at_the_storys_end_work_waits_for_every_hand(demo: Demo) -> None:
    assert python(demo.malaqbiq, WAITING).splitlines() == [
        "contract-engagement draft 0",
        "pay-adjustment submitted 0",
        "2021-12-01 open True True",
        "2021-01-01 2021-12-27",
    ]


def test_the_clock_stands_at_the_storys_end(demo: Demo) -> None:
    wages = json.loads(demo.malaqbiq.run("wages", "check", "--json").stdout)
    assert (wages["as_of"], wages["staff"], wages["below_floor"]) == ("2022-01-11", 80, 0)


def test_before_the_decrees_some_were_paid_below_the_minimum_wage(demo: Demo) -> None:
    wages = json.loads(demo.malaqbiq.run("wages", "check", "--as-of", "2021-12-31", "--json").stdout)
    assert wages["staff"] == 80
    assert 0 < wages["below_floor"] < 80


def test_a_second_run_sums_up_and_changes_nothing(demo: Demo) -> None:
    before = python(demo.malaqbiq, HEAD)
    assert told(demo.malaqbiq) == demo.said
    assert python(demo.malaqbiq, HEAD) == before


def test_another_demo_is_not_told_over_one_that_stands(demo: Demo) -> None:
    done = demo.malaqbiq.run("demo", "--seed", "2", check=False)
    assert done.returncode == 1
    assert "--fresh" in done.stderr
    assert done.stdout == ""


def test_a_seed_that_can_not_be_written_down_leaves_nothing_behind(malaqbiq_process: Malaqbiq) -> None:
    done = malaqbiq_process.run("demo", "--seed", "9" * 26, "--no-documents", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no whole number from 0 to 9223372036854775807" in done.stderr and "Traceback" not in done.stderr
    # Nothing was set up: the next one finds an empty database.
    assert told(malaqbiq_process, "--no-documents", "--until", "2021-12-20", "--seed", "9223372036854775807")


def test_two_that_replace_a_demo_at_once_tell_it_one_after_the_other(malaqbiq_process: Malaqbiq) -> None:
    story = ("demo", "--fresh", "--no-documents", "--until", "2021-12-20", "--json")
    processes = [malaqbiq_process.start(*story) for _number in range(2)]
    for process in processes:
        said, errors = process.communicate(timeout=LONG_ENOUGH)
        assert process.returncode == 0, errors
        assert json.loads(said)["verify"]["ok"] and "Traceback" not in errors
    assert malaqbiq_process.run("verify").returncode == 0


def test_killed_half_way_it_is_told_again_and_the_ledger_ends_in_the_same_link(
    demo: Demo, malaqbiq_process: Malaqbiq
) -> None:
    process = malaqbiq_process.python(KILLED_WHILE_ISSUING)
    process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == -9
    assert told(malaqbiq_process, "--no-documents")["verify"] == {"ok": True}
    assert python(malaqbiq_process, HEAD) == python(demo.malaqbiq, HEAD)


def test_an_offices_database_is_left_alone(ready_malaqbiq: Malaqbiq) -> None:
    python(ready_malaqbiq, A_PERSON)
    for options in ([], ["--fresh"]):
        done = ready_malaqbiq.run("demo", *options, check=False)
        assert done.returncode == 1
        assert "not a demo" in done.stderr
    assert ready_malaqbiq.run("demo", "--if-empty").stdout == ""
    assert python(ready_malaqbiq, PEOPLE) == "1"


def test_a_database_that_was_set_up_for_an_office_becomes_no_demo_unasked(ready_malaqbiq: Malaqbiq) -> None:
    for options in ([], ["--fresh"]):
        done = ready_malaqbiq.run("demo", "--no-documents", *options, check=False)
        assert done.returncode == 1
        assert "set up for an office" in done.stderr and "--if-empty" in done.stderr
    kind = "from malaqbiq.kernel.models import Installation; print(Installation.objects.get().kind)"
    assert python(ready_malaqbiq, kind) == "live"


def test_papers_are_rendered_and_go_when_the_demo_is_replaced(malaqbiq_process: Malaqbiq) -> None:
    decrees = told(malaqbiq_process)["decrees"]
    assert decrees["documents"] == 7 + 2 * 80
    assert [*(malaqbiq_process.home / "files").rglob("*.pdf")] != []
    earlier = told(malaqbiq_process, "--fresh", "--until", "2021-12-31")
    assert [*(malaqbiq_process.home / "files").rglob("*.pdf")] == []
    assert earlier["as_of"] == "2021-12-31"
    assert earlier["appraisal"]["appraised"] == 80
    assert (earlier["decrees"]["issued"], earlier["pay"]["below_floor"] > 0) == (0, True)
    python(malaqbiq_process, AS_OF_AN_OLDER_RELEASE)
    older = malaqbiq_process.run("demo", check=False)
    assert older.returncode == 1
    assert "malaqbiq init" in older.stderr


@pytest.mark.parametrize("day", ["2021-12-19", "2022-02-01"])
def test_there_is_no_story_before_its_beginning_or_after_its_end(malaqbiq_process: Malaqbiq, day: str) -> None:
    done = malaqbiq_process.run("demo", "--until", day, check=False)
    assert done.returncode == 1
    assert "2021-12-20" in done.stderr


def test_the_summary_for_people_names_the_floor_with_its_source(demo: Demo) -> None:
    page = demo.malaqbiq.run("demo").stdout
    assert "Rp2.678.863,10" in page
    assert "two sources" in page
    assert "KPU Kabupaten Majene" in page


def test_a_database_of_a_newer_release_is_left_alone(ready_malaqbiq: Malaqbiq) -> None:
    add = "INSERT INTO django_migrations (app, name, applied) VALUES ('pay', '9999', '2030-01-01')"
    python(ready_malaqbiq, f"from django.db import connection; connection.cursor().execute({add!r})")
    for options in ([], ["--fresh"], ["--if-empty"]):
        done = ready_malaqbiq.run("demo", "--no-documents", *options, check=False)
        assert done.returncode == 1
        assert "newer release" in done.stderr
    count = "from malaqbiq.organization.models import WorkUnit; print(WorkUnit.objects.count())"
    assert int(python(ready_malaqbiq, count)) > 500
