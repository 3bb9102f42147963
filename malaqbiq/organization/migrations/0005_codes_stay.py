from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import append_only


class Migration(migrations.Migration):
    """A work unit keeps its code: grants, papers and the log name it by that."""

    dependencies = [("organization", "0004_rows_irreplaceable")]

    operations = [append_only("organization_workunit", columns=["code"], when="NEW.code <> OLD.code", deletable=True)]
