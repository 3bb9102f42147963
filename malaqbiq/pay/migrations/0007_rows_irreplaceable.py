from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable

TABLES = (
    "pay_payexception",
    "pay_payline",
    "pay_paymonth",
    "pay_payterm",
)


class Migration(migrations.Migration):
    """No row takes the place of another that is guarded, by INSERT OR REPLACE of whatever client."""

    dependencies = [("pay", "0006_reasons_erasable")]

    operations = [irreplaceable(table) for table in TABLES]
