from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.basis import renews_basis


class Migration(migrations.Migration):
    """Answers that a process keeps about the law are read anew once a fact is stated or superseded."""

    dependencies = [("regulations", "0001_initial"), ("kernel", "0006_basis")]

    operations = [renews_basis("regulations_fact")]
