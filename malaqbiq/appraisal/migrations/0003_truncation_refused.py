from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import truncation_refused


class Migration(migrations.Migration):
    """What is never changed is not emptied at a stroke either."""

    dependencies = [("appraisal", "0002_read_by_the_person")]

    operations = [truncation_refused("appraisal_cycle", "appraisal_result", "appraisal_decision", "appraisal_adjustment", "appraisal_excuse", "appraisal_objection")]
