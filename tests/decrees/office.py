"""The cast of the tests of decrees' pages: a province with two kabupaten on 11 January 2022, and who works there."""

from __future__ import annotations

from collections.abc import Sequence

from django.test import Client

from malaqbiq.accounts.models import User
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_approve, decree_submit
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.installation import installation_record
from malaqbiq.kernel.models import Installation
from malaqbiq.people.models import Person
from tests import builders as make
from tests.decrees.papers.issuing import DECREED, LAST_DAY, NAMES, NEW_YEAR, place
from tests.pages import signed_in

LOW = 2_400_000


def standing() -> None:
    """The clock of all pages stands at noon of 11 January 2022."""
    installation_record()
    for code in NAMES:
        place(code)
    Installation.objects.update(kind="demo", clock_at=make.noon(DECREED))


def officer(*codes: str) -> Client:
    """An SDM officer's browser."""
    return signed_in(Role.SDM_OFFICER, *(codes or ("76",)), username="sdm")


def secretary(*codes: str) -> Client:
    """A secretary's browser."""
    return signed_in(Role.SECRETARY, *(codes or ("76",)), username="sekretaris")


def actor(username: str) -> str:
    """How a user who has signed in is called in what he has done."""
    return str(User.objects.get(username=username).uid)


def draft(codes: Sequence[str] = ("76.05", "76.02"), amount: int = make.FLOOR, **facts: str) -> Decree:
    """A draft of the province with a line for each code, in the units of those codes."""
    entries = []
    for row, code in enumerate(codes, start=1):
        who = Person.objects.create(name=f"Orang {Person.objects.count() + 1}")
        entries += make.engaged(who, place(code), NEW_YEAR, LAST_DAY, amount, row=row)
    make.signed_for(place("76"))
    return make.drafted(place("76"), entries, **facts)


def submitted(codes: Sequence[str] = ("76.05", "76.02"), by: Access = make.OFFICER, amount: int = make.FLOOR) -> Decree:
    """A draft, submitted."""
    found = draft(codes, amount)
    return decree_submit(access=by, decree=found.uid, version=found.version)


def approved(codes: Sequence[str] = ("76.05", "76.02"), amount: int = make.FLOOR) -> Decree:
    """A draft, submitted and approved."""
    found = submitted(codes, amount=amount)
    return decree_approve(access=make.SECRETARY, decree=found.uid, digest=found.content_digest)


def quote(decree: Decree) -> str:
    """How a form quotes a decree that was read."""
    from malaqbiq.decrees.services.drafting import draft_digest

    return f"{decree.uid}:{decree.version}:{draft_digest(decree)}"


def text_of(client: Client, address: str, **params: object) -> str:
    """The page at an address."""
    response = client.get(address, params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()
