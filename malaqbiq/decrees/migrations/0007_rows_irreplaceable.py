from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable

TABLES = (
    "decrees_decree",
    "decrees_entry",
    "decrees_snapshot",
    "decrees_register",
    "decrees_registernumber",
)


class Migration(migrations.Migration):
    """No row takes the place of another that is guarded, by INSERT OR REPLACE of whatever client."""

    dependencies = [("decrees", "0006_registers_stay")]

    operations = [irreplaceable(table) for table in TABLES]
