"""Telling users of what came about, inside the transaction in which it does; and reading what one was told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from malaqbiq.accounts.models import Notice, User
from malaqbiq.accounts.notices import kinds
from malaqbiq.accounts.selectors import notice_own, notices_own, uids_of, users_here
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.words import Named, Words, packed

READ_FOR = timedelta(days=30)
"""How long a notice is kept once it was read."""
UNREAD_FOR = timedelta(days=365)
"""How long one is kept that nobody reads."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What is told: a kind that a room registered, of which subject and work unit, and the page where it is dealt with.

    `params` are figures, days and codes: a name or another's words have no place in it. `once` names what a user is
    told one time only, however often it is sent.
    """

    kind: str
    path: str
    subject: UUID | None = None
    unit_code: str = ""
    params: Mapping[str, int | date | Named] = field(default_factory=dict)
    once: str = ""


@transaction.atomic
def notices_send(*, access: Access, to: Iterable[UUID], telling: Telling) -> int:
    """Users (by uid) are told; how many. Who acts himself and who can't sign in is left out.

    What a user was told of the same and hasn't read yet is told anew in its place. Two statements or three.
    """
    if telling.kind not in kinds():
        raise LookupError(f"no notices.py has a kind {telling.kind}")
    wanted = set(to) - set(uids_of([access.actor]))
    users = list(users_here().filter(uid__in=wanted).order_by("pk").values_list("pk", flat=True)) if wanted else []
    if not users:
        return 0
    if telling.subject:
        unread = Notice.objects.filter(kind=telling.kind, subject_uid=telling.subject, read_at__isnull=True)
        unread.filter(user__in=users).delete()
    now, params = clock.now(), packed(Words("", telling.params))["params"]
    rows = [
        Notice(
            user_id=user,
            kind=telling.kind,
            subject_uid=telling.subject,
            unit_code=telling.unit_code,
            params=params,
            path=telling.path,
            once=telling.once,
            created_at=now,
        )
        for user in users
    ]
    # Of two that tell the same at once one is enough.
    Notice.objects.bulk_create(rows, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(users)


@transaction.atomic
def notices_settle(*, access: Access, subjects: Collection[UUID], kinds: Collection[str]) -> int:
    """What asked for something counts as read by everybody: it is done, or can't be done any more; how many."""
    del access  # who does it was asked by the service that does it
    asking = Notice.objects.filter(subject_uid__in=subjects, kind__in=kinds, read_at__isnull=True)
    return asking.update(read_at=clock.now())


@transaction.atomic
def notices_read(*, access: Access, notices: Collection[UUID] | None = None, subject: UUID | None = None) -> int:
    """Own notices count as read: those named, those about a subject, or all; how many had not been."""
    found = notices_own(access).filter(read_at__isnull=True)
    if notices is not None:
        found = found.filter(uid__in=list(notices))
    if subject is not None:
        found = found.filter(subject_uid=subject)
    return found.update(read_at=clock.now())


@transaction.atomic
def notice_open(*, access: Access, notice: UUID) -> str:
    """The page to which an own notice leads; it counts as read. Notice.DoesNotExist for another's."""
    found = notice_own(access, notice)
    notices_read(access=access, notices=[found.uid])
    return found.path


@transaction.atomic
def notices_pass(*, access: Access, giver: User, taker: User, notices: Collection[UUID]) -> int:
    """What the giver has not read (of the named) becomes the taker's to read; how many. What the taker was told as
    well counts as read by the giver.
    """
    del access  # asked by the handover
    own = set(Notice.objects.filter(user=taker, read_at__isnull=True).values_list("kind", "subject_uid"))
    once = set(Notice.objects.filter(user=taker).exclude(once="").values_list("once", flat=True))
    unread = Notice.objects.filter(user=giver, read_at__isnull=True, uid__in=list(notices))
    passing = [
        row.pk for row in unread if (row.kind, row.subject_uid) not in own and (not row.once or row.once not in once)
    ]
    passed = Notice.objects.filter(pk__in=passing).update(user=taker)
    unread.update(read_at=clock.now())
    return passed


@transaction.atomic
def notices_expire(*, access: Access) -> int:
    """Notices that were read a month ago are gone, and those that nobody read in a year; how many."""
    access.require("", Role.ADMINISTRATOR)
    now = clock.now()
    gone = Notice.objects.filter(read_at__lt=now - READ_FOR) | Notice.objects.filter(created_at__lt=now - UNREAD_FOR)
    return gone.delete()[0]


@transaction.atomic
def notices_erase(*, access: Access, person: UUID) -> int:
    """What anybody was told about a person is gone, and what he was told himself (UU 27/2022); how many."""
    access.require("", Role.ADMINISTRATOR)
    about = Notice.objects.filter(subject_uid=person) | Notice.objects.filter(user__person_link__person__uid=person)
    return Notice.objects.filter(pk__in=list(about.values_list("pk", flat=True))).delete()[0]
