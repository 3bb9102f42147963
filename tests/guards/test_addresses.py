"""Every address of the house, written to by every role: what is foreign isn't there, and nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, get_resolver

from malaqbiq.accounts.models import Grant, User
from malaqbiq.decrees.models import Register
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.decrees.services.signatures import scan_attach
from malaqbiq.intake.models import Import
from malaqbiq.intake.services.uploads import upload_store
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.jobs import job_enqueue
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.services.signers import SignerFields, signer_record
from malaqbiq.pay.services import exception_propose
from malaqbiq.people.models import Person
from malaqbiq.reports.services import letter_make
from malaqbiq.ui.audience import Audience, audience_of
from malaqbiq.ui.services import view_save
from tests import builders as make
from tests.appraisal.office import Office, told
from tests.guards.test_routes import routes
from tests.intake.office import row, written
from tests.kernel.test_media import MINIMAL_PDF
from tests.pages import signed_in
from tests.reports.office import JANUARY, reviewed, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

TODAY = date(2022, 2, 3)
OWNER = Access("user:pemilik", {role: frozenset({"76", "76.01", "76.02"}) for role in Role})
NEVER_THERE = "01890a5d-ac96-774b-bcce-b302099a8057"
WORDS = ("", "a\0b", "9" * 30, "-1", "2022-13-45", NEVER_THERE)
"""What is typed into every field at once: nothing, nonsense, what a database can't hold, a uid of nothing."""

ASKED = frozenset({"q", "sort", "page", "as_of", "columns", "register", "kind", "year", "column", "status", "level"})
"""What lists ask for in an address beside what forms have."""


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


@pytest.fixture
def uids(tmp_path: Path) -> dict[str, str]:
    """Of what stands in the province's work units, or is one user's own: what each address names."""
    office = told("anto", "budi")
    staff = office.client("anto")
    staff.post(office.address("/mine/objection"), {"reason": "keliru"})
    objection = office.cycle.appraisees.get(person__uid=office.cast["anto"]).objections.get()
    return _papers(office, tmp_path) | {
        "cycle": str(office.cycle.uid),
        "person": str(office.cast["anto"]),
        "objection": str(objection.uid),
    }


def _papers(office: Office, folder: Path) -> dict[str, str]:
    unit = office.cast.units["76"]
    who = Person.objects.create(name="Citra Rekaan", entered_unit="76")
    issued = make.issued(unit, make.engaged(who, unit, date(2022, 1, 1), date(2022, 12, 31)), date(2022, 1, 11))
    draft = make.drafted(unit, make.engaged(who, unit, date(2023, 1, 1), date(2023, 12, 31), effect="extended"))
    documents_prepare(access=make.OFFICER, decrees=[issued.uid])
    paper = issued.documents.get(kind="decree")
    scan = {"content": MINIMAL_PDF, "name": "a.pdf", "signer": "ANDI", "signed_on": TODAY}
    evidence = scan_attach(access=make.OFFICER, document=paper.uid, **scan)
    other = User.objects.create(username="pemilik")
    grant = Grant.objects.create(user=other, work_unit=unit, role=Role.AUDITOR, valid_from=date(2020, 1, 1))
    fields = SignerFields(Authority.KETUA, Form.DEFINITIVE, "Rahma Rekaan", date(2021, 1, 1))
    signer = signer_record(access=make.OFFICER, unit="76", fields=fields)
    exception = exception_propose(
        access=make.OFFICER, person=who.uid, limit="floor", reason="DIPA", last_day=date(2022, 3, 31)
    )
    upload = upload_store(access=OWNER, kind="employees", name="a.xlsx", content=written(folder, [row()]).read_bytes())
    done = Import.objects.create(
        kind="employees", actor=OWNER.actor, at=clock.now(), accepted=1, unchanged=0, rejected=0
    )
    view = view_save(access=OWNER, page="staff", name="Milik saya", query="q=a", shared=False)
    job = job_enqueue(access=OWNER, name="decrees.papers", arguments={"decrees": []}, unit_code="76")
    return _reports() | {
        "decrees/": str(draft.uid),
        "issued": str(issued.uid),
        "papers/": str(paper.uid),
        "evidence": str(evidence.uid),
        "users/": str(other.uid),
        "grant": str(grant.uid),
        "signer": str(signer.uid),
        "pay/exceptions/": str(exception.uid),
        "import/uploads/": str(upload.uid),
        "import/done/": str(done.uid),
        "views/": str(view.uid),
        "jobs/": str(job.uid),
        "register": str(Register.objects.get().pk),
    }


def _reports() -> dict[str, str]:
    report = sent("76.01", access=make.OFFICER)
    reviewed(report)
    letter = letter_make(access=make.SECRETARY, office="76", month=JANUARY, number="1", dated_on=TODAY)
    return {"reports/versions/": str(report.uid), "reports/letters/": str(letter.uid)}


ROUTES = [
    (path, pattern)
    for path, pattern in routes(get_resolver().url_patterns)
    if pattern.callback.__module__.startswith("malaqbiq.")
]
SAMPLES = {
    "<int:register>": "register",
    "<uuid:evidence>": "evidence",
    "<uuid:grant>": "grant",
    "<uuid:cycle>": "cycle",
    "<uuid:person>": "person",
    "<uuid:objection>": "objection",
}
TEXTS = {
    "<slug:use>": "void",
    "<slug:column>": "phone",
    "<slug:kind>": "contract-extension",
    "<slug:paper>": "decree",
    "<str:office>": "76",
    "<str:unit>": "76.01",
    "<str:month>": "2022-01",
    "<str:step>": "scored",
    "<slug:name>": "wage_floors",
    "<path:key>": "ump:76:2022",
}
OF_THE_LAW = frozenset({"law-state", "law-withdrawal"})
"""Everybody reads the law; whose fact is changed is named in the body."""


def address(path: str, uids: dict[str, str]) -> str:
    """The pattern with what stands there in its places."""
    before, uid, after = path.partition("<uuid:uid>")
    if uid:
        path = before + _own(before, after, uids) + after
    for place, name in SAMPLES.items():
        path = path.replace(place, uids[name])
    for place, text in TEXTS.items():
        path = path.replace(place, text)
    return "/" + path.replace("<str:code>", "76" if path.startswith("units/") else "x")


def _own(before: str, after: str, uids: dict[str, str]) -> str:
    if "/signers/" in before:
        return uids["signer"]
    if before == "decrees/" and after not in {"/removal", "/compose"}:
        return uids["issued"]
    return next((uid for name, uid in uids.items() if name.endswith("/") and before.startswith(name)), uids["person"])


def fields() -> set[str]:
    """The name of every field of every form."""

    def below(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
        for one in form.__subclasses__():
            yield one
            yield from below(one)

    ours = [form for form in below(forms.BaseForm) if form.__module__.startswith("malaqbiq.")]
    named = {name for form in ours for name in getattr(form, "base_fields", {})}
    more = {"pick", "quote", "agreed", "version", "paper", "unit", "month", "digest", "seen", "do", "start", "keep"}
    return (
        named | more | {"outcome", "reason", "note", "office", "value", "find", "partial", "entries", "next", "people"}
    )


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, but for who is signed in."""
    models = [model for model in apps.get_models() if model.__module__.startswith("malaqbiq.") and model is not User]
    return {model._meta.label: sorted(model.objects.values_list(), key=str) for model in models}


def sent_to(client: Client, path: str, name: str, uids: dict[str, str], word: str = "76") -> int:
    """What the address answers to a form with the word in every field; scores come as the sheet's script sends them."""
    if name == "appraisal-cells":
        score = {"person": uids["person"], "component": "behaviour", "month": "", "value": word, "version": 0}
        return client.post(address(path, uids), {"entries": [score]}, content_type="application/json").status_code
    return client.post(address(path, uids), dict.fromkeys(fields(), word)).status_code


def meant(pattern: URLPattern) -> Audience:
    return audience_of(pattern.callback) or Audience()


def test_what_lies_in_a_foreign_work_unit_is_not_there_to_be_written_to(uids: dict[str, str]) -> None:
    make.unit("73", "provinsi")
    clients = {role: signed_in(role, "73", username=f"lain {role}") for role in Role}
    before = everything()
    found = {
        (pattern.name, role): sent_to(client, path, pattern.name, uids)
        for role, client in clients.items()
        for path, pattern in ROUTES
        if "<" in path and not meant(pattern).public and pattern.name not in OF_THE_LAW
    }
    assert {key: status for key, status in found.items() if status not in {404, 405}} == {}
    after = everything()
    assert {name for name, rows in before.items() if rows != after[name]} == set()


def test_an_act_of_another_role_is_not_there_in_ones_own_work_unit(uids: dict[str, str]) -> None:
    clients = {role: signed_in(role, "76", "76.01", "76.02", username=f"milik {role}") for role in Role}
    before = everything()
    found = {
        (pattern.name, role): sent_to(client, path, pattern.name, uids)
        for role, client in clients.items()
        for path, pattern in ROUTES
        if not (meant(pattern).public or meant(pattern).everyone or role in meant(pattern).roles)
    }
    assert {key: status for key, status in found.items() if status != 404} == {}
    assert everything() == before


def test_no_words_in_a_form_or_an_address_break_it(uids: dict[str, str]) -> None:
    for role in Role:
        client = signed_in(role, "76", "76.01", "76.02", username="milik")
    client.raise_request_exception = False
    found = {}
    for path, pattern in ROUTES:
        for word in WORDS:
            found[pattern.name, word, "post"] = sent_to(client, path, pattern.name, uids, word)
        for word in WORDS[1:3]:
            asked = client.get(address(path, uids), dict.fromkeys(fields() | ASKED, word))
            found[pattern.name, word, "get"] = asked.status_code
        if "<str" in path or "<path" in path:
            broken = address(re.sub("<(str|path):[a-z]+>", "a%00b", path), uids)
            found[pattern.name, "path", "get"] = client.get(broken).status_code
    assert {key: status for key, status in found.items() if status >= 500} == {}


def test_nothing_is_written_without_the_pages_token(uids: dict[str, str]) -> None:
    signed = signed_in(Role.SDM_OFFICER, "76", username="milik")
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed.cookies
    before = everything()
    found = {pattern.name: sent_to(client, path, pattern.name, uids) for path, pattern in ROUTES}
    # It changes nothing and knows nobody.
    assert found.pop("verify-file") == 400
    assert {name: status for name, status in found.items() if status != 403} == {}
    assert everything() == before
