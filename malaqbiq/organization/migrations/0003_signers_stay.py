from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.append_only import append_only, never_later, truncation_refused


class Migration(migrations.Migration):
    """Who signed, and by what paper, stays as it was recorded; a mandate is ended, never lengthened."""

    dependencies = [("organization", "0002_certifier")]

    operations = [
        append_only("organization_signer", spared=["valid_until"]),
        truncation_refused("organization_signer"),
        never_later("organization_signer", "valid_until"),
    ]
