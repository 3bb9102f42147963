from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable

TABLES = (
    "reports_report",
    "reports_review",
    "reports_letter",
    "reports_enclosure",
)


class Migration(migrations.Migration):
    """No row takes the place of another that is guarded, by INSERT OR REPLACE of whatever client."""

    dependencies = [("reports", "0002_truncation_refused")]

    operations = [irreplaceable(table) for table in TABLES]
