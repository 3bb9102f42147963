from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import irreplaceable


class Migration(migrations.Migration):
    """No row takes the place of another that is guarded, by INSERT OR REPLACE of whatever client."""

    dependencies = [("organization", "0003_signers_stay")]

    operations = [irreplaceable("organization_signer")]
