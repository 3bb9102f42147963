from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.basis import renews_basis


class Migration(migrations.Migration):
    """Who signs is asked on every Hari Ini and changes seldom."""

    dependencies = [("organization", "0007_units_renew_basis")]

    operations = [renews_basis("organization_signer")]
