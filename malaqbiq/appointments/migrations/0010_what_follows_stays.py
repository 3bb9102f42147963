from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import ERASED, append_only, irreplaceable, refusing

SCORED = "EXISTS (SELECT 1 FROM appointments_score s JOIN appointments_participant p ON p.id = s.member_id WHERE {where})"
PROPOSED = "EXISTS (SELECT 1 FROM appointments_proposal s WHERE s.phase_id = {row}.phase_id)"
RECORDED = "EXISTS (SELECT 1 FROM appointments_change c WHERE c.id = {row}.change_id AND c.decree_id IS NOT NULL)"
WEIGHED = "what scores count by stays once there are any"
DRAFTED = "what was recorded stays"


def weighed(row: str) -> str:
    return SCORED.format(where=f"p.phase_id = {row}.phase_id")


class Migration(migrations.Migration):
    """What a ranking, a proposal or a recorded structure follows from is not changed by any other client either."""

    dependencies = [("appointments", "0009_score_changes")]

    operations = [
        append_only("appointments_round"),
        irreplaceable("appointments_round"),
        refusing("appointments_criterion", "weighed_upd", event="UPDATE", when=weighed("OLD"), message=WEIGHED),
        refusing("appointments_criterion", "weighed_ins", event="INSERT", when=weighed("NEW"), message=WEIGHED),
        refusing("appointments_criterion", "weighed_out", event="DELETE", when=weighed("OLD"), message=WEIGHED),
        refusing(
            "appointments_conflict",
            "declared",
            event="DELETE",
            when=SCORED.format(where="p.phase_id = (SELECT m.phase_id FROM appointments_participant m WHERE m.id = OLD.member_id)"),
            message="who declared a conflict of interest judges nobody after all",
        ),
        refusing(
            "appointments_seat",
            "opened",
            event="INSERT",
            when="EXISTS (SELECT 1 FROM appointments_phase p WHERE p.id = NEW.phase_id AND p.opened_on IS NOT NULL)",
            message="a phase that is open gets no more posts",
        ),
        refusing(
            "appointments_seat",
            "reason_proposed",
            event="UPDATE OF reason",
            when=f"NEW.reason <> '{ERASED}' AND NEW.reason <> OLD.reason AND " + PROPOSED.format(row="NEW"),
            message="the proposal was made",
        ),
        refusing(
            "appointments_appointment",
            "of_its_phase",
            event="INSERT",
            when="(SELECT d.phase_id FROM appointments_decision d WHERE d.id = NEW.decision_id) <> "
            "(SELECT s.phase_id FROM appointments_seat s WHERE s.id = NEW.seat_id)",
            message="a decree appoints to posts of its own phase",
        ),
        refusing(
            "appointments_inauguration",
            "born_closed",
            event="INSERT",
            when="NEW.closed_at IS NOT NULL",
            message="an inauguration is planned, then closed",
        ),
        refusing(
            "appointments_phase",
            "inaugurated",
            event="UPDATE OF inaugurated_on",
            when="NEW.inaugurated_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM appointments_inauguration i "
            "WHERE i.phase_id = NEW.id AND i.closed_at IS NOT NULL)",
            message="no inauguration of the phase is closed",
        ),
        refusing(
            "appointments_change",
            "recorded",
            event="UPDATE OF office_id, regime, since, authority, number, decided_on, type_number, type_decided_on",
            when="OLD.decree_id IS NOT NULL",
            message=DRAFTED,
        ),
        *(
            refusing(
                f"appointments_change{part}",
                f"recorded_{name}",
                event=event,
                when=RECORDED.format(row="NEW" if event == "INSERT" else "OLD"),
                message=DRAFTED,
            )
            for part in ("unit", "pair")
            for name, event in (("ins", "INSERT"), ("upd", "UPDATE"), ("out", "DELETE"))
        ),
    ]
