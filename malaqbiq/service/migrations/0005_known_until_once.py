from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import set_once

TABLES = ("employment", "homeunit", "dutyunit", "rank", "postheld", "postinforce", "holder", "structure")


class Migration(migrations.Migration):
    """A row that is no longer known is never known again, nor until another place."""

    dependencies = [("service", "0004_employment_of_a_person")]

    operations = [set_once(f"service_{table}", "known_until") for table in TABLES]
