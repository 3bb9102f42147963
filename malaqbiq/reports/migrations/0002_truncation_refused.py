from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import truncation_refused


class Migration(migrations.Migration):
    """What is never changed is not emptied at a stroke either."""

    dependencies = [("reports", "0001_initial")]

    operations = [truncation_refused("reports_report", "reports_review", "reports_letter", "reports_enclosure")]
