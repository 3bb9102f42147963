from __future__ import annotations

from django.db import migrations, models

from malaqbiq.kernel.append_only import append_only, set_once

MODELS = ("employment", "rank", "postheld", "holder")


class Migration(migrations.Migration):
    """What the opening told may stand since a day that nobody knows, and by an old decree."""

    dependencies = [("service", "0006_truncation_refused")]

    operations = [
        *(
            migrations.AddField(
                model,
                "since_unknown",
                models.BooleanField(default=False, help_text="nobody told since when; it lies before valid_from"),
            )
            for model in MODELS
        ),
        migrations.AddField(
            "employment",
            "cited",
            models.BooleanField(default=False, help_text="of an opening: it named the old decree that was in force"),
        ),
        *(append_only(f"service_{model}", spared=["known_until"]) for model in MODELS),
        *(set_once(f"service_{model}", "known_until") for model in MODELS),
    ]
