from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable


class Migration(migrations.Migration):
    """The key of a waiver that stands is guarded too: SQLite makes the index of a partial key at the end of the
    migration that adds its table, after the triggers.
    """

    dependencies = [("appointments", "0006_papers")]

    operations = [irreplaceable("appointments_waiver")]
