from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """On which day somebody said that the clock is right, and after which decree."""

    dependencies = [("decrees", "0008_hands")]

    operations = [
        migrations.AddField(
            "ledger",
            "clock_confirmed_on",
            models.DateField(null=True, help_text="the day that somebody said it was, as the clock did"),
        ),
        migrations.AddField(
            "ledger",
            "clock_confirmed_against",
            models.DateTimeField(null=True, help_text="the last decree's moment when that was said"),
        ),
    ]
