from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The name of what the law and the work units say."""

    dependencies = [("kernel", "0005_rows_irreplaceable")]

    operations = [
        migrations.CreateModel(
            name="Basis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.UUIDField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="kernel_basis_is_one_row")],
            },
        ),
    ]
