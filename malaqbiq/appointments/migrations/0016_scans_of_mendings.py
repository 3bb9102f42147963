from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """The scan of a decree that took an appointment back after the oath."""

    dependencies = [("appointments", "0015_ended_is_ended"), ("kernel", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="MendingScan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("received_by", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                (
                    "appointment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mending_scan",
                        to="appointments.appointment",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="kernel.storedfile"
                    ),
                ),
            ],
        ),
    ]
