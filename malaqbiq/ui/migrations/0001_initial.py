"""Saved views of lists."""


import malaqbiq.kernel.entropy
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=malaqbiq.kernel.entropy.new_uid, editable=False, unique=True)),
                ('owner', models.CharField(help_text='who made it, as the activity log names who acts', max_length=64)),
                ('unit_code', models.CharField(blank=True, help_text='work unit with which it is shared; empty: own', max_length=8)),
                ('page', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=1000)),
                ('opens', models.BooleanField(default=False, help_text="the owner's list opens with it")),
            ],
            options={
                'indexes': [models.Index(fields=['page', 'unit_code'], name='ui_savedvie_page_464992_idx')],
                'constraints': [models.UniqueConstraint(fields=('owner', 'page', 'name'), name='ui_view_named_once'), models.UniqueConstraint(condition=models.Q(('opens', True)), fields=('owner', 'page'), name='ui_one_view_opens'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='ui_view_has_a_name')],
            },
        ),
    ]
