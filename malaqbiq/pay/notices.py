"""What pay tells whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.conf import settings

from malaqbiq.accounts.notices import Kind
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.pay.models import PayException
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.people.selectors import people_visible

PROPOSED = "pay.exception_proposed"
APPROVED = "pay.exception_approved"


def people(access: Access, exceptions: Collection[UUID]) -> Mapping[UUID, str]:
    """For whom exceptions are, of people whose pay the asker may read."""
    seen = people_visible(access, clock.today(settings.TIME_ZONE), *READERS).values("uid")
    rows = PayException.objects.filter(uid__in=exceptions, person__in=seen).select_related("person")
    return {row.uid: row.person.full_name for row in rows}


NOTICES = {
    PROPOSED: Kind(gettext_noop("an exception of pay waits for your approval: %(subject)s"), "scale", people),
    APPROVED: Kind(gettext_noop("approved, a decree may name the exception of pay: %(subject)s"), "check", people),
}
