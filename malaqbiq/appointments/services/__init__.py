"""What may be done so that a structure takes effect and its posts are filled."""

from malaqbiq.appointments.services.changes import (
    ChangeDraft,
    change_discard,
    change_draft,
    change_file_attach,
    change_pairs_set,
    change_record,
)

__all__ = ["ChangeDraft", "change_discard", "change_draft", "change_file_attach", "change_pairs_set", "change_record"]
