from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import append_only

TABLES = ("employment", "homeunit", "dutyunit", "rank", "postheld", "postinforce", "holder", "structure")


class Migration(migrations.Migration):
    """Of a projection row nothing ever changes but the place until which it is known."""

    dependencies = [("service", "0001_initial")]

    operations = [append_only(f"service_{table}", spared=["known_until"]) for table in TABLES]
