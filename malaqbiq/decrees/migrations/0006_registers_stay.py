from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import settled, truncation_refused

USED = "EXISTS (SELECT 1 FROM decrees_registernumber n WHERE n.register_id = {row}.id)"


class Migration(migrations.Migration):
    """A register with a number in it stays as it was opened: whose it is, its year, its first number."""

    dependencies = [("decrees", "0005_copies")]

    operations = [settled("decrees_register", USED), truncation_refused("decrees_register")]
