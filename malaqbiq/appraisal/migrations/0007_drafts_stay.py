from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import append_only, irreplaceable, settled, truncation_refused

AGREED_ON = "EXISTS (SELECT 1 FROM decrees_decree d WHERE d.uid = {row}.decree_id AND d.state <> 'draft')"


class Migration(migrations.Migration):
    """What was drafted from a cycle stays written down once its decree is submitted; a discarded draft takes its row."""

    dependencies = [("appraisal", "0006_rows_irreplaceable"), ("decrees", "0007_rows_irreplaceable")]

    operations = [
        settled("appraisal_draft", AGREED_ON),
        # It never changes either, submitted or not.
        append_only("appraisal_draft", deletable=True),
        irreplaceable("appraisal_draft"),
        truncation_refused("appraisal_draft"),
    ]
