from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import ERASED, refusing

ENDED = "EXISTS (SELECT 1 FROM appointments_roundend e JOIN appointments_phase p ON p.round_id = e.round_id WHERE p.id = {phase})"
OF = {
    "participant": "{row}.phase_id",
    "proposal": "{row}.phase_id",
    "decision": "{row}.phase_id",
    "score": "(SELECT c.phase_id FROM appointments_participant c WHERE c.id = {row}.candidate_id)",
    "nominee": "(SELECT s.phase_id FROM appointments_seat s WHERE s.id = {row}.seat_id)",
}
EVENTS = {
    "participant": ("UPDATE", "DELETE"),
    "proposal": ("UPDATE OF withdrawn_at",),
    "decision": ("UPDATE OF withdrawn_at",),
    "score": ("INSERT", "UPDATE", "DELETE"),
    "nominee": ("INSERT", "UPDATE", "DELETE"),
}
MESSAGE = "the round was ended"


def ended(table: str, event: str) -> str:
    row = "NEW" if event == "INSERT" else "OLD"
    return ENDED.format(phase=OF[table].format(row=row))


class Migration(migrations.Migration):
    """In a round that was ended nothing changes by whatever client."""

    dependencies = [("appointments", "0014_who_takes_part")]

    operations = [
        *(
            refusing(
                f"appointments_{table}",
                f"ended_{event[:3].lower()}",
                event=event,
                when=ended(table, event),
                message=MESSAGE,
            )
            for table, events in EVENTS.items()
            for event in events
        ),
        refusing(
            "appointments_seat",
            "ended_reason",
            event="UPDATE OF reason",
            when=f"NEW.reason <> '{ERASED}' AND " + ENDED.format(phase="OLD.phase_id"),
            message=MESSAGE,
        ),
    ]
