from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

from malaqbiq.kernel.append_only import ERASED, altering, append_only, refusing, settled

STANDS = "s.withdrawn_at IS NULL"
PROPOSED = "EXISTS (SELECT 1 FROM appointments_proposal s WHERE s.phase_id = {row}.phase_id AND " + STANDS + ")"
PROPOSED_CANDIDATE = (
    "EXISTS (SELECT 1 FROM appointments_proposal s JOIN appointments_participant p ON p.phase_id = s.phase_id "
    "WHERE p.id = {row}.candidate_id AND " + STANDS + ")"
)
SWORN = "EXISTS (SELECT 1 FROM appointments_appointment a WHERE a.decision_id = NEW.id AND a.inauguration_id IS NOT NULL)"
ANSWERED = "EXISTS (SELECT 1 FROM appointments_decision s WHERE s.phase_id = NEW.phase_id AND " + STANDS + ")"
OF_WITHDRAWN = (
    "EXISTS (SELECT 1 FROM appointments_decision d WHERE d.id = NEW.decision_id AND d.withdrawn_at IS NOT NULL)"
)
TOLD = "the proposal was made"
GONE = "it was taken back, once and for good"


def fields(model: str) -> list[migrations.AddField]:
    return [
        migrations.AddField(
            model, "withdrawn_by", models.CharField(blank=True, default="", max_length=64), preserve_default=False
        ),
        migrations.AddField(model, "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField(
            model,
            "reason",
            models.TextField(blank=True, default="", help_text="why it was taken back"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model,
            models.CheckConstraint(
                name=f"appointments_{model}_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(reason=""),
            ),
        ),
    ]


def guards(table: str) -> list[migrations.RunPython]:
    return [
        refusing(
            table,
            "withdrawn_twice",
            event="UPDATE OF withdrawn_by, withdrawn_at",
            when="OLD.withdrawn_at IS NOT NULL",
            message=GONE,
        ),
        refusing(
            table,
            "reason",
            event="UPDATE OF reason",
            when=f"OLD.withdrawn_at IS NOT NULL AND NEW.reason <> '{ERASED}'",
            message=GONE,
        ),
        refusing(table, "born_gone", event="INSERT", when="NEW.withdrawn_at IS NOT NULL", message="it is made first"),
    ]


class Migration(migrations.Migration):
    """A decree of appointment or a proposal that was written down by mistake is taken back while nobody was sworn in:
    it stays a record, and what followed from it may change again.
    """

    dependencies = [("appointments", "0011_rounds_ended")]

    operations = [
        *altering(
            "appointments_decision",
            *fields("decision"),
            migrations.RemoveConstraint("decision", "appointments_decision_once"),
            migrations.AddConstraint(
                "decision",
                models.UniqueConstraint(
                    name="appointments_decision_once",
                    fields=["phase", "authority", "number"],
                    condition=Q(withdrawn_at__isnull=True),
                ),
            ),
        ),
        *altering(
            "appointments_proposal",
            *fields("proposal"),
            migrations.AddField(
                "proposal",
                "nominees",
                models.JSONField(default=list, help_text="of one taken back: a post and its people, in their order"),
            ),
            migrations.AlterModelOptions("proposal", {"ordering": ["pk"]}),
            migrations.AlterField(
                "proposal",
                "phase",
                models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="appointments.phase"
                ),
            ),
            migrations.AddConstraint(
                "proposal",
                models.UniqueConstraint(
                    name="appointments_one_proposal_stands", fields=["phase"], condition=Q(withdrawn_at__isnull=True)
                ),
            ),
        ),
        append_only("appointments_decision", spared=["file_id", "withdrawn_by", "withdrawn_at", "reason"]),
        append_only("appointments_proposal", spared=["withdrawn_by", "withdrawn_at", "reason", "nominees"]),
        *guards("appointments_decision"),
        *guards("appointments_proposal"),
        refusing(
            "appointments_decision",
            "scan_of_gone",
            event="UPDATE OF file_id",
            when="OLD.withdrawn_at IS NOT NULL",
            message=GONE,
        ),
        refusing(
            "appointments_decision",
            "sworn_by",
            event="UPDATE OF withdrawn_at",
            when="NEW.withdrawn_at IS NOT NULL AND " + SWORN,
            message="somebody was sworn in by it",
        ),
        refusing(
            "appointments_appointment",
            "sworn_by_gone",
            event="UPDATE OF inauguration_id",
            when=OF_WITHDRAWN,
            message="its decree was taken back",
        ),
        refusing(
            "appointments_appointment", "of_gone", event="INSERT", when=OF_WITHDRAWN, message="its decree was taken back"
        ),
        refusing(
            "appointments_proposal",
            "nominees",
            event="UPDATE OF nominees",
            when="OLD.withdrawn_at IS NOT NULL OR NEW.withdrawn_at IS NULL",
            message=GONE,
        ),
        refusing(
            "appointments_proposal",
            "answered",
            event="UPDATE OF withdrawn_at",
            when="NEW.withdrawn_at IS NOT NULL AND " + ANSWERED,
            message="a decree answers it",
        ),
        settled("appointments_score", PROPOSED_CANDIDATE, additions=True),
        settled("appointments_nominee", PROPOSED_CANDIDATE, additions=True),
        settled("appointments_participant", PROPOSED, additions=True),
        refusing(
            "appointments_seat",
            "reason_proposed",
            event="UPDATE OF reason",
            when=f"NEW.reason <> '{ERASED}' AND NEW.reason <> OLD.reason AND " + PROPOSED.format(row="NEW"),
            message=TOLD,
        ),
        refusing(
            "appointments_waiver", "after_proposal", event="INSERT", when=PROPOSED.format(row="NEW"), message=TOLD
        ),
        refusing(
            "appointments_waiver",
            "settled",
            event="UPDATE OF decided_by, withdrawn_by",
            when=PROPOSED.format(row="NEW"),
            message=TOLD,
        ),
    ]
