from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable


class Migration(migrations.Migration):
    """The keys of decrees of appointment and proposals are those of what stands."""

    dependencies = [("appointments", "0012_taken_back")]

    operations = [irreplaceable("appointments_decision"), irreplaceable("appointments_proposal")]
