from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from malaqbiq.kernel.append_only import append_only, erasable, irreplaceable, refusing, truncation_refused

TABLE = "appointments_roundend"
FIXED = ["id", "round_id", "ended_on", "ended_by", "ended_at"]
ENDED = "EXISTS (SELECT 1 FROM appointments_roundend e WHERE e.round_id = NEW.round_id)"
OF_ENDED = (
    "EXISTS (SELECT 1 FROM appointments_roundend e JOIN appointments_phase p ON p.round_id = e.round_id "
    "WHERE p.id = NEW.phase_id)"
)
MESSAGE = "the round was ended"


class Migration(migrations.Migration):
    """A round may be given up, and nothing more is done in it then."""

    dependencies = [("appointments", "0010_what_follows_stays")]

    operations = [
        migrations.CreateModel(
            name="RoundEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ended_on", models.DateField()),
                ("reason", models.TextField()),
                ("ended_by", models.CharField(max_length=64)),
                ("ended_at", models.DateTimeField()),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ending",
                        to="appointments.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="appointments_round_end_has_a_reason", condition=models.Q(("reason", ""), _negated=True)
                    )
                ],
            },
        ),
        append_only(TABLE, columns=FIXED),
        erasable(TABLE, "reason", columns=FIXED),
        truncation_refused(TABLE),
        irreplaceable(TABLE),
        refusing("appointments_phase", "of_ended", event="UPDATE OF opened_on, released_on", when=ENDED, message=MESSAGE),
        *(
            refusing(f"appointments_{table}", "of_ended", event="INSERT", when=OF_ENDED, message=MESSAGE)
            for table in ("participant", "proposal", "decision", "inauguration")
        ),
    ]
