import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('decrees', '0009_clock_confirmed'),
        ('organization', '0006_successions'),
        ('people', '0001_initial'),
        ('service', '0009_predikat_and_penalties'),
    ]

    operations = [
        migrations.CreateModel(
            name='Acting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('own', 'own'), ('received', 'received'), ('opening', 'opening')], max_length=8)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('known_from', models.PositiveBigIntegerField()),
                ('known_until', models.PositiveBigIntegerField(null=True)),
                ('capacity', models.CharField(max_length=3)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decrees.entry', to_field='uid')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', to_field='uid')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acting_rows', to='organization.post', to_field='uid')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='service_acting_valid'), models.CheckConstraint(condition=models.Q(('known_until__isnull', True), ('known_until__gt', models.F('known_from')), _connector='OR'), name='service_acting_known'), models.UniqueConstraint(condition=models.Q(('known_until__isnull', True)), fields=('post', 'valid_from'), name='service_acting_once'), models.CheckConstraint(condition=models.Q(('capacity__in', ['plt', 'plh']), ('valid_until__isnull', False)), name='service_acting_ends')],
            },
        ),
        migrations.CreateModel(
            name='PlhFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('own', 'own'), ('received', 'received'), ('opening', 'opening')], max_length=8)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('known_from', models.PositiveBigIntegerField()),
                ('known_until', models.PositiveBigIntegerField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decrees.entry', to_field='uid')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='people.person', to_field='uid')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.post', to_field='uid')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='service_plhfor_valid'), models.CheckConstraint(condition=models.Q(('known_until__isnull', True), ('known_until__gt', models.F('known_from')), _connector='OR'), name='service_plhfor_known'), models.UniqueConstraint(condition=models.Q(('known_until__isnull', True)), fields=('person', 'valid_from'), name='service_plhfor_once')],
            },
        ),
        migrations.CreateModel(
            name='PltFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('own', 'own'), ('received', 'received'), ('opening', 'opening')], max_length=8)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('known_from', models.PositiveBigIntegerField()),
                ('known_until', models.PositiveBigIntegerField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='decrees.entry', to_field='uid')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_rows', to='people.person', to_field='uid')),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organization.post', to_field='uid')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='service_pltfor_valid'), models.CheckConstraint(condition=models.Q(('known_until__isnull', True), ('known_until__gt', models.F('known_from')), _connector='OR'), name='service_pltfor_known'), models.UniqueConstraint(condition=models.Q(('known_until__isnull', True)), fields=('person', 'valid_from'), name='service_pltfor_once')],
            },
        ),
    ]
