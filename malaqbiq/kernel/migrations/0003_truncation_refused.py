from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import truncation_refused


class Migration(migrations.Migration):
    """What is never changed is not emptied at a stroke either."""

    dependencies = [("kernel", "0002_cache_table")]

    operations = [truncation_refused("kernel_activity")]
