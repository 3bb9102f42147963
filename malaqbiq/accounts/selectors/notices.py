"""One's own notices, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext

from malaqbiq.accounts.models import Notice
from malaqbiq.accounts.notices import Kind, kinds
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words, gettext_noop, unpacked

AT_ONCE = 50
"""Notices that a page shows."""

GONE = gettext_noop("something that is no longer there or no longer yours to see")
OLDER = Kind(gettext_noop("something that this release has no words for"), "info")


@dataclass(frozen=True, slots=True)
class Seen:
    """A notice as its reader sees it; `is_gone`: what it is about isn't there for him any more, and leads nowhere."""

    notice: Notice
    text: str
    icon: str
    is_gone: bool

    @property
    def is_unread(self) -> bool:
        """Whether he hasn't read it."""
        return self.notice.read_at is None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some of one's notices, newest first: `unread` counts all that aren't read, `before` is where older ones begin."""

    seen: Sequence[Seen]
    unread: int
    before: int | None

    @property
    def today(self) -> Sequence[Seen]:
        """Those of today."""
        return [one for one in self.seen if self._is_of_today(one)]

    @property
    def earlier(self) -> Sequence[Seen]:
        """Those of days before."""
        return [one for one in self.seen if not self._is_of_today(one)]

    def _is_of_today(self, one: Seen) -> bool:
        return timezone.localtime(one.notice.created_at).date() == clock.today(settings.TIME_ZONE)


def notices_own(access: Access) -> QuerySet[Notice]:
    """The asker's own notices; a system user has none."""
    return Notice.objects.none() if access.everything else Notice.objects.filter(user__uid=access.actor)


def notice_own(access: Access, uid: UUID) -> Notice:
    """One of the asker's own notices; Notice.DoesNotExist for another's."""
    return notices_own(access).get(uid=uid)


def notices_told(once: Iterable[str]) -> frozenset[str]:
    """What of it anybody was told already (`once`). One statement."""
    return frozenset(Notice.objects.filter(once__in=list(once)).values_list("once", flat=True))


def notice_page(access: Access, *, unread: bool = False, before: int | None = None) -> NoticePage:
    """A page of one's own notices, of those unread alone if so asked, older than a key if one is named.

    Two statements, and one for each room whose subjects are to be named.
    """
    own = notices_own(access).order_by("-pk")
    wanted = own.filter(read_at__isnull=True) if unread else own
    rows = list((wanted.filter(pk__lt=before) if before else wanted)[: AT_ONCE + 1])
    shown = rows[:AT_ONCE]
    older = shown[-1].pk if len(rows) > AT_ONCE else None
    return NoticePage(notices_said(access, shown), own.filter(read_at__isnull=True).count(), older)


def notices_said(access: Access, notices: Sequence[Notice]) -> list[Seen]:
    """Notices in the reader's language; subjects are called as he may see them now."""
    asked: defaultdict[object, set[UUID]] = defaultdict(set)
    known = {notice.pk: kinds().get(notice.kind, OLDER) for notice in notices}
    for notice in notices:
        if (names := known[notice.pk].names) is not None and notice.subject_uid:
            asked[names].add(notice.subject_uid)
    found = {names: names(access, subjects) for names, subjects in asked.items()}  # type: ignore[operator]
    seen = []
    for notice in notices:
        kind = known[notice.pk]
        name = found[kind.names].get(notice.subject_uid, "") if kind.names and notice.subject_uid else ""
        words = unpacked({"message": kind.message, "params": {**notice.params, "subject": name or gettext(GONE)}})
        seen.append(Seen(notice, capfirst(_sentence(words)), kind.icon, bool(kind.names) and not name))
    return seen


def _sentence(words: Words) -> str:
    try:
        return said(words)
    except KeyError:
        # Told by a release whose sentence had other places.
        return gettext(OLDER.message)
