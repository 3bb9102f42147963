"""What the filling of posts tells whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from malaqbiq.accounts.notices import Kind
from malaqbiq.appointments.selectors.own_papers import inaugurations_elsewhere
from malaqbiq.appointments.selectors.rounds import phases_named
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.ui.templatetags.ui import long_day

PROPOSED = "appointments.waivers_proposed"
GRANTED = "appointments.waivers_granted"
REFUSED = "appointments.waivers_refused"
SWORN_IN = "appointments.sworn_in"


def phases(access: Access, asked: Collection[UUID]) -> Mapping[UUID, str]:
    """The filling and the level of phases that the asker may see."""
    return phases_named(access, asked)


def inaugurations(access: Access, asked: Collection[UUID]) -> Mapping[UUID, str]:
    """The day of inaugurations by which somebody came to the asker's work units."""
    return {
        event.uid: long_day(event.held_on) for event, _many in inaugurations_elsewhere(access) if event.uid in asked
    }


NOTICES = {
    SWORN_IN: Kind(
        gettext_noop("papers of who was sworn in to your work unit are to be made: %(subject)s"), "file", inaugurations
    ),
    PROPOSED: Kind(gettext_noop("waivers of rules for posts wait for your decision: %(subject)s"), "scale", phases),
    GRANTED: Kind(gettext_noop("granted, what you proposed to be waived: %(subject)s"), "check", phases),
    REFUSED: Kind(gettext_noop("refused, what you proposed to be waived: %(subject)s"), "close", phases),
}
