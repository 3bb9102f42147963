"""What monthly reports tell whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from malaqbiq.accounts.notices import Kind
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.selectors import unit_code, unit_names
from malaqbiq.reports.selectors.board import READERS

ASKED = "reports.asked"
ASKED_BY = "reports.asked_by"
RETURNED = "reports.returned"


def units(access: Access, uids: Collection[UUID]) -> Mapping[UUID, str]:
    """What work units are called whose reports the asker reads."""
    return {uid: name for uid, name in unit_names(uids).items() if access.covers(unit_code(uid), *READERS)}


NOTICES = {
    ASKED: Kind(gettext_noop("the report on %(month)s is to be sent: %(subject)s"), "report", units),
    ASKED_BY: Kind(gettext_noop("the report on %(month)s is to be sent by %(due)s: %(subject)s"), "report", units),
    RETURNED: Kind(gettext_noop("the report on %(month)s was returned to be mended: %(subject)s"), "report", units),
}
