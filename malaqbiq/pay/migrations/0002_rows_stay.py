from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import append_only


class Migration(migrations.Migration):
    """Of a pay term nothing ever changes but the place until which it is known."""

    dependencies = [("pay", "0001_initial")]

    operations = [append_only("pay_payterm", spared=["known_until"])]
