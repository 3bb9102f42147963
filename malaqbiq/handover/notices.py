"""What handovers tell whom."""

from __future__ import annotations

from malaqbiq.accounts.notices import Kind
from malaqbiq.handover.selectors.made import givers_named
from malaqbiq.kernel.words import gettext_noop

RECEIVED = "handover.received"
GIVEN = "handover.given"

NOTICES = {
    RECEIVED: Kind(gettext_noop("%(subject)s has handed over to you"), "handover", givers_named, personal=True),
    GIVEN: Kind(
        gettext_noop("another has handed over in your place: %(subject)s"), "handover", givers_named, personal=True
    ),
}
