from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.basis import renews_basis


class Migration(migrations.Migration):
    """Answers that a process keeps about work units are read anew once one changes."""

    dependencies = [("organization", "0006_successions"), ("kernel", "0006_basis")]

    operations = [renews_basis("organization_workunit", "organization_parentage")]
