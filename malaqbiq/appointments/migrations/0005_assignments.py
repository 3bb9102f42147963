from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import malaqbiq.kernel.entropy
from malaqbiq.kernel.append_only import append_only, irreplaceable, truncation_refused

TABLE = "appointments_assignment"


class Migration(migrations.Migration):
    """The planner's advice, which never changes."""

    dependencies = [
        ('appointments', '0004_waivers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=malaqbiq.kernel.entropy.new_uid, editable=False, unique=True)),
                ('weights', models.JSONField(help_text='what weighed how much')),
                ('value', models.BigIntegerField()),
                ('bound', models.BigIntegerField(help_text='no assignment that fills as many posts is worth more')),
                ('fillable', models.PositiveIntegerField(help_text='no assignment fills more posts')),
                ('told', models.JSONField()),
                ('reckoned_by', models.CharField(max_length=64)),
                ('reckoned_at', models.DateTimeField()),
                ('phase', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='appointments.phase')),
            ],
            options={
                'ordering': ['-reckoned_at', '-pk'],
            },
        ),
        append_only(TABLE),
        truncation_refused(TABLE),
        irreplaceable(TABLE),
    ]
