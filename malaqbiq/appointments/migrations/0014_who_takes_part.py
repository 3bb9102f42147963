from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import refusing, truncation_refused

PART = (
    "EXISTS (SELECT 1 FROM appointments_participant p WHERE p.id = NEW.{who}_id "
    "AND (p.part <> '{who}' OR p.phase_id <> {phase}))"
)
OF_MEMBER = "(SELECT m.phase_id FROM appointments_participant m WHERE m.id = NEW.member_id)"
OF_CRITERION = "(SELECT c.phase_id FROM appointments_criterion c WHERE c.id = NEW.criterion_id)"
OF_SEAT = "(SELECT s.phase_id FROM appointments_seat s WHERE s.id = NEW.seat_id)"
CANDIDATE = "candidate"


def unlike(phase: str, *parts: str) -> str:
    """That one of those whom a row names has another part, or that part in another phase."""
    return " OR ".join(PART.format(who=who, phase=phase) for who in parts)


JUDGED = "a member judges candidates of his own phase"
PAIRS = (
    ("score", unlike(OF_CRITERION, "member", CANDIDATE), "member_id, candidate_id, criterion_id", JUDGED),
    ("scorechange", unlike(OF_CRITERION, "member", CANDIDATE), "", JUDGED),
    ("conflict", unlike(OF_MEMBER, "member", CANDIDATE), "member_id, candidate_id", JUDGED),
    ("nominee", unlike(OF_SEAT, CANDIDATE), "seat_id, candidate_id", "a candidate of the phase is nominated"),
)


class Migration(migrations.Migration):
    """Members judge, candidates are judged and nominated, each in his own phase; no record of it is emptied at a stroke."""

    dependencies = [("appointments", "0013_taken_back_irreplaceable")]

    operations = [
        *(
            refusing(f"appointments_{table}", f"part_{name}", event=event, when=when, message=message)
            for table, when, columns, message in PAIRS
            for name, event in (("ins", "INSERT"), ("upd", f"UPDATE OF {columns}"))
            if name == "ins" or columns
        ),
        refusing(
            "appointments_participant",
            "part",
            event="UPDATE OF phase_id, person_id, part",
            when="NEW.phase_id <> OLD.phase_id OR NEW.person_id <> OLD.person_id OR NEW.part <> OLD.part",
            message="who takes part, and as what, is never changed",
        ),
        truncation_refused(
            *(f"appointments_{table}" for table in ("conflict", "petikan", "change", "changeunit", "changepair"))
        ),
    ]
