from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import truncation_refused


class Migration(migrations.Migration):
    """What is never changed is not emptied at a stroke either."""

    dependencies = [("pay", "0004_known_until_once")]

    operations = [truncation_refused("pay_payterm", "pay_payexception", "pay_paymonth", "pay_payline")]
