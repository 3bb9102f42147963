from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import settled, truncation_refused

CLOSED = (
    "EXISTS (SELECT 1 FROM appraisal_appraisee a JOIN appraisal_cycle c ON c.id = a.cycle_id "
    "WHERE a.id = {row}.appraisee_id AND c.state = 'closed')"
)
IN_CLOSED = "EXISTS (SELECT 1 FROM appraisal_cycle c WHERE c.id = {row}.cycle_id AND c.state = 'closed')"


class Migration(migrations.Migration):
    """What a closed cycle was reckoned from stays: who was appraised and by whom, the scores, the attendance."""

    dependencies = [("appraisal", "0004_reasons_erasable")]

    operations = [
        settled("appraisal_score", CLOSED, additions=True),
        settled("appraisal_appraiser", CLOSED, additions=True),
        settled("appraisal_attendance", CLOSED, additions=True),
        settled(
            "appraisal_appraisee",
            IN_CLOSED,
            columns=[
                "cycle_id", "person_id", "work_unit_id", "job_family", "since", "contract_end", "in_service", "told_on"
            ],
        ),
        truncation_refused("appraisal_score", "appraisal_appraiser", "appraisal_attendance", "appraisal_appraisee"),
    ]
