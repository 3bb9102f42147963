from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import erasable

EXCUSE = ["uid", "appraisee_id", "person_id", "reason", "file_uid", "by_id", "actor", "at"]


class Migration(migrations.Migration):
    """What was written about a person can be erased by law; nothing else of it ever changes."""

    dependencies = [("appraisal", "0003_truncation_refused")]

    operations = [
        erasable("appraisal_decision", "reason"),
        erasable("appraisal_adjustment", "reason"),
        erasable("appraisal_excuse", "reason", columns=EXCUSE),
        erasable("appraisal_objection", "reason", "decision", when="OLD.state <> 'open'"),
    ]
