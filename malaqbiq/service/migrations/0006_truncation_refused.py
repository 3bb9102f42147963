from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import truncation_refused


class Migration(migrations.Migration):
    """What is never changed is not emptied at a stroke either."""

    dependencies = [("service", "0005_known_until_once")]

    operations = [truncation_refused("service_employment", "service_homeunit", "service_dutyunit", "service_rank", "service_postheld", "service_postinforce", "service_holder", "service_structure")]
