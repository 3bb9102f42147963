from django.db import migrations, models

import malaqbiq.kernel.entropy


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=malaqbiq.kernel.entropy.new_uid, editable=False, unique=True)),
                ("name", models.CharField(help_text="without titles", max_length=120, verbose_name="name")),
                ("title_front", models.CharField(blank=True, max_length=60, verbose_name="titles before the name")),
                ("title_back", models.CharField(blank=True, max_length=60, verbose_name="titles after the name")),
                ("nik", models.CharField(max_length=16, null=True, unique=True, verbose_name="NIK")),
                (
                    "nip",
                    models.CharField(
                        help_text="NIP of a PNS or NI PPPK", max_length=18, null=True, unique=True, verbose_name="NIP"
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True, choices=[("m", "male"), ("f", "female")], max_length=1, verbose_name="sex"
                    ),
                ),
                ("birth_place", models.CharField(blank=True, max_length=80, verbose_name="place of birth")),
                ("birth_date", models.DateField(null=True, verbose_name="date of birth")),
                (
                    "religion",
                    models.CharField(
                        blank=True, help_text="as the oath needs it", max_length=20, verbose_name="religion"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="international form, +62…", max_length=20, verbose_name="phone"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email")),
                ("address", models.CharField(blank=True, max_length=255, verbose_name="address")),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="paper or file that told it", max_length=120, verbose_name="source"
                    ),
                ),
                ("entered_by", models.CharField(blank=True, max_length=64, verbose_name="entered by")),
                ("entered_at", models.DateTimeField(null=True, verbose_name="entered at")),
                (
                    "erased_at",
                    models.DateTimeField(
                        help_text="personal data were removed by law", null=True, verbose_name="erased at"
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "indexes": [
                    models.Index(fields=["birth_date"], name="people_pers_birth_d_47824e_idx"),
                    models.Index(fields=["name"], name="people_pers_name_3035d1_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True), ("erased_at__isnull", False), _connector="OR"
                        ),
                        name="people_person_has_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sex__in", ["", "m", "f"])), name="people_person_sex_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nik__isnull", True), models.Q(("nik", ""), _negated=True), _connector="OR"
                        ),
                        name="people_person_nik_not_blank",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nip__isnull", True), models.Q(("nip", ""), _negated=True), _connector="OR"
                        ),
                        name="people_person_nip_not_blank",
                    ),
                ],
            },
        ),
    ]
