from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import set_once

TABLES = ("payterm",)


class Migration(migrations.Migration):
    """A row that is no longer known is never known again, nor until another place."""

    dependencies = [("pay", "0003_people_have_rows")]

    operations = [set_once(f"pay_{table}", "known_until") for table in TABLES]
