from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable

TABLES = (
    "service_employment",
    "service_homeunit",
    "service_dutyunit",
    "service_rank",
    "service_postheld",
    "service_postinforce",
    "service_holder",
    "service_structure",
)


class Migration(migrations.Migration):
    """No row takes the place of another that is guarded, by INSERT OR REPLACE of whatever client."""

    dependencies = [("service", "0007_since_unknown")]

    operations = [irreplaceable(table) for table in TABLES]
