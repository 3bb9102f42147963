"""Pages met by somebody who signed in, and how many statements they cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.installation import installation_record
from malaqbiq.organization.models import WorkUnit

MOST_STATEMENTS = 12
"""What any list page or page about a person may cost, signing in included."""


def signed_in(role: Role | None, *codes: str, person: UUID | None = None, username: str = "ani") -> Client:
    """A browser of somebody who holds the role on the work units since long ago, and is that person or none."""
    installation_record()
    unknown = "" if person else "of a test"
    user, _ = User.objects.get_or_create(username=username, defaults={"no_person_reason": unknown})
    for code in codes:
        unit = WorkUnit.objects.get(code=code)
        Grant.objects.get_or_create(user=user, work_unit=unit, role=role, valid_from=date(2020, 1, 1))
    if person is not None:
        PersonLink.objects.get_or_create(user=user, defaults={"person_id": person})
    client = Client()
    client.force_login(user)
    return client


def statements_of(client: Client, address: str, **params: object) -> int:
    """How many statements a page makes once what a process reads once in its life has been read."""
    client.get(address, params)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, params).status_code == 200
    return len(captured)


@contextmanager
def at_most(statements: int = MOST_STATEMENTS) -> Iterator[None]:
    """Fail with all of them if more statements are made within."""
    with CaptureQueriesContext(connection) as captured:
        yield
    queries = [query["sql"] for query in captured.captured_queries]
    assert len(queries) <= statements, "\n".join(queries)
