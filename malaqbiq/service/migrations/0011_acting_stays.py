from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import append_only, irreplaceable, set_once, truncation_refused

TABLES = ("service_acting", "service_pltfor", "service_plhfor")


class Migration(migrations.Migration):
    """Of a row nothing changes but, once, the place until which it is known; it is not emptied or replaced either."""

    dependencies = [("service", "0010_acting")]

    operations = [
        *(append_only(table, spared=["known_until"]) for table in TABLES),
        *(set_once(table, "known_until") for table in TABLES),
        truncation_refused(*TABLES),
        *(irreplaceable(table) for table in TABLES),
    ]
