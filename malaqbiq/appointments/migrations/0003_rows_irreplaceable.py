from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable

TABLES = (
    "phase",
    "seat",
    "score",
    "nominee",
    "participant",
    "proposal",
    "decision",
    "inauguration",
    "appointment",
)


class Migration(migrations.Migration):
    """No row takes the place of another that is guarded, by INSERT OR REPLACE of whatever client."""

    dependencies = [("appointments", "0002_rounds")]

    operations = [irreplaceable(f"appointments_{table}") for table in TABLES]
