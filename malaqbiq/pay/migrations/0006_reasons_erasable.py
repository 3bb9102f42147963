from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import erasable


class Migration(migrations.Migration):
    """Why an exception was approved can be erased by law; nothing else of it ever changes."""

    dependencies = [("pay", "0005_truncation_refused")]

    operations = [erasable("pay_payexception", "reason", when="OLD.approved_by <> ''")]
