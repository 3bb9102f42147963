"""Who a person is. What a decree decides (status, post, unit, pay) is never here: it is projected in higher rooms."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.entropy import new_uid


class Person(models.Model):
    """A human being known to the secretariat. All but the name may be unknown yet."""

    class Sex(models.TextChoices):
        MALE = "m", _("male")
        FEMALE = "f", _("female")

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    name = models.CharField(_("name"), max_length=120, help_text=_("without titles"))
    title_front = models.CharField(_("titles before the name"), max_length=60, blank=True)
    title_back = models.CharField(_("titles after the name"), max_length=60, blank=True)
    nik = models.CharField(_("NIK"), max_length=16, null=True, unique=True)
    nip = models.CharField(_("NIP"), max_length=18, null=True, unique=True, help_text=_("NIP of a PNS or NI PPPK"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    birth_place = models.CharField(_("place of birth"), max_length=80, blank=True)
    birth_date = models.DateField(_("date of birth"), null=True)
    religion = models.CharField(_("religion"), max_length=20, blank=True, help_text=_("as the oath needs it"))
    phone = models.CharField(_("phone"), max_length=20, blank=True, help_text=_("international form, +62…"))
    email = models.EmailField(_("email"), blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True, help_text=_("paper or file that told it"))
    entered_by = models.CharField(_("entered by"), max_length=64, blank=True)
    entered_at = models.DateTimeField(_("entered at"), null=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, help_text=_("personal data were removed by law"))

    class Meta:
        verbose_name = _("person")
        indexes = [models.Index(fields=["birth_date"]), models.Index(fields=["name"])]
        constraints = [
            models.CheckConstraint(name="people_person_has_name", condition=~Q(name="") | Q(erased_at__isnull=False)),
            models.CheckConstraint(name="people_person_sex_known", condition=Q(sex__in=["", "m", "f"])),
            models.CheckConstraint(name="people_person_nik_not_blank", condition=Q(nik__isnull=True) | ~Q(nik="")),
            models.CheckConstraint(name="people_person_nip_not_blank", condition=Q(nip__isnull=True) | ~Q(nip="")),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """The name as papers write it: titles before, name, and titles after a comma."""
        front = f"{self.title_front} " if self.title_front else ""
        back = f", {self.title_back}" if self.title_back else ""
        return f"{front}{self.name}{back}"
