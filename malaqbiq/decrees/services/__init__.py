"""What may be done with decrees."""

from malaqbiq.decrees.services.drafting import (
    DecreeDraft,
    EntryDraft,
    decree_change,
    decree_discard,
    decree_draft,
    decree_submit,
    decree_withdraw,
    decrees_draft,
)
from malaqbiq.decrees.services.issuing import decree_approve, decree_issue, decree_review, decrees_issue
from malaqbiq.decrees.services.recording import opening_lock, opening_record, received_record
from malaqbiq.decrees.services.registers import (
    NextNumber,
    ReservedNumber,
    TypedNumber,
    number_elsewhere,
    number_void,
    numbers_reserve,
    register_open,
)

__all__ = [
    "DecreeDraft",
    "EntryDraft",
    "NextNumber",
    "ReservedNumber",
    "TypedNumber",
    "decree_approve",
    "decree_change",
    "decree_discard",
    "decree_draft",
    "decree_issue",
    "decree_review",
    "decree_submit",
    "decree_withdraw",
    "decrees_draft",
    "decrees_issue",
    "number_elsewhere",
    "number_void",
    "numbers_reserve",
    "opening_lock",
    "opening_record",
    "received_record",
    "register_open",
]
