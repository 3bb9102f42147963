from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import truncation_refused


class Migration(migrations.Migration):
    """What is never changed is not emptied at a stroke either."""

    dependencies = [("decrees", "0003_document_seal")]

    operations = [truncation_refused("decrees_decree", "decrees_entry", "decrees_snapshot", "decrees_registernumber")]
