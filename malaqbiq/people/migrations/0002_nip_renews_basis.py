from __future__ import annotations

from django.db import migrations

from malaqbiq.kernel.basis import change_renews_basis


class Migration(migrations.Migration):
    """Whether who signs still serves is asked by his NIP, on every page with papers."""

    dependencies = [("people", "0001_initial"), ("regulations", "0002_law_renews_basis")]

    operations = [change_renews_basis("people_person", "nip")]
