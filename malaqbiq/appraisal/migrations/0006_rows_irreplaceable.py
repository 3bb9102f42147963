from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable

TABLES = (
    "appraisal_cycle",
    "appraisal_appraisee",
    "appraisal_appraiser",
    "appraisal_result",
    "appraisal_decision",
    "appraisal_adjustment",
    "appraisal_excuse",
    "appraisal_objection",
)
CLOSED = (
    "EXISTS (SELECT 1 FROM appraisal_appraisee a JOIN appraisal_cycle c ON c.id = a.cycle_id "
    "WHERE a.id = {row}.appraisee_id AND c.state = 'closed')"
)


class Migration(migrations.Migration):
    """No row takes the place of another that is guarded, by INSERT OR REPLACE of whatever client.

    Scores and attendance are written over while their cycle is open.
    """

    dependencies = [("appraisal", "0005_closed_cycles_stay")]

    operations = [
        *(irreplaceable(table) for table in TABLES),
        irreplaceable("appraisal_score", when=CLOSED),
        irreplaceable("appraisal_attendance", when=CLOSED),
    ]
