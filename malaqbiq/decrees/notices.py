"""What decrees tell whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from malaqbiq.accounts.notices import Kind
from malaqbiq.decrees.selectors.decrees import decrees_visible
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit

SUBMITTED = "decrees.submitted"
SUBMITTED_MANY = "decrees.submitted_many"
APPROVED = "decrees.approved"
RETURNED = "decrees.returned"
ISSUED = "decrees.issued"
ABOUT_YOU = "decrees.about_you"


def titles(access: Access, decrees: Collection[UUID]) -> Mapping[UUID, str]:
    """What decrees are about, with their number where they have one."""
    rows = decrees_visible(access).filter(uid__in=decrees).values_list("uid", "number", "title")
    return {uid: f"{title} ({number})" if number else title for uid, number, title in rows}


def offices(access: Access, units: Collection[UUID]) -> Mapping[UUID, str]:
    """What work units of the asker are called."""
    covered = access.units()
    found = WorkUnit.objects.filter(uid__in=units)
    found = found if covered is None else found.filter(code__in=covered)
    return dict(found.values_list("uid", "name"))


NOTICES = {
    SUBMITTED: Kind(gettext_noop("a decree waits for your approval: %(subject)s"), "desk", titles),
    SUBMITTED_MANY: Kind(gettext_noop("%(count)s decrees wait for your approval: %(subject)s"), "desk", offices),
    APPROVED: Kind(gettext_noop("approved, it can be issued: %(subject)s"), "check", titles),
    RETURNED: Kind(gettext_noop("given back to be mended: %(subject)s"), "compose", titles),
    ISSUED: Kind(gettext_noop("issued: %(subject)s"), "register", titles),
    ABOUT_YOU: Kind(gettext_noop("a decree about you was issued: %(subject)s"), "paper", titles, personal=True),
}
