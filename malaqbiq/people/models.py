"""Who a person is. What a decree decides (status, post, unit, pay) is never here: it is projected in higher rooms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.entropy import new_uid
from malaqbiq.people.rules import RELATION_LABELS, EducationLevel, Relation, full_name


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
    entered_unit = models.CharField(
        max_length=8,
        blank=True,
        help_text="code of the work unit that entered it, and sees it until it has a home unit",
    )
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
        return full_name(self.title_front, self.name, self.title_back)


class Recorded(models.Model):
    """What no decree decides: a record with its source and who entered it when."""

    source = models.CharField(_("source"), max_length=120, help_text=_("paper or file that told it"))
    entered_by = models.CharField(_("entered by"), max_length=64)
    entered_at = models.DateTimeField(_("entered at"))

    class Meta:
        abstract = True


class Education(Recorded):
    """A school or course that a person finished."""

    person = models.ForeignKey(Person, models.PROTECT, to_field="uid", related_name="educations")
    level = models.PositiveSmallIntegerField(_("level"), choices=[(level, level.label) for level in EducationLevel])
    field = models.CharField(_("field of study"), max_length=120, blank=True)
    institution = models.CharField(_("institution"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year of graduation"), null=True)

    class Meta:
        verbose_name = _("education")
        ordering = ["person_id", "level", "year"]
        constraints = [
            models.UniqueConstraint(name="people_education_once", fields=["person", "level", "field", "institution"]),
            models.CheckConstraint(
                name="people_education_level_known", condition=Q(level__in=[level.value for level in EducationLevel])
            ),
        ]

    def __str__(self) -> str:
        return f"{EducationLevel(self.level).label} {self.field}".strip()


class CompetencyKind(models.Model):
    """One entry of the catalogue of competencies. An office edits it; an entry that is used is closed, not deleted."""

    code = models.SlugField(_("code"), unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=100, unique=True)
    group = models.CharField(_("group"), max_length=60)
    source = models.CharField(_("source"), max_length=200)
    is_open = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("kind of competency")
        ordering = ["group", "name"]

    def __str__(self) -> str:
        return self.name


class Competency(Recorded):
    """How well a person masters something, as assessed on a day: from 0 (not at all) to 4 (teaches others)."""

    person = models.ForeignKey(Person, models.PROTECT, to_field="uid", related_name="competencies")
    kind = models.ForeignKey(CompetencyKind, models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"))
    assessed_on = models.DateField(_("assessed on"))

    class Meta:
        verbose_name = _("competency")
        ordering = ["person_id", "kind_id", "assessed_on"]
        constraints = [
            models.UniqueConstraint(name="people_competency_once_a_day", fields=["person", "kind", "assessed_on"]),
            models.CheckConstraint(name="people_competency_level_0_to_4", condition=Q(level__range=(0, 4))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.level}"


class FamilyTie(Recorded):
    """`person` is `relation` of `kin`. A tie is one row, in the direction that `rules.tie_in_one_direction` gives."""

    RELATIONS = [(relation, _(RELATION_LABELS[relation])) for relation in Relation if relation is not Relation.CHILD]

    person = models.ForeignKey(Person, models.PROTECT, to_field="uid", related_name="+")
    relation = models.CharField(_("relation"), max_length=8, choices=RELATIONS)
    kin = models.ForeignKey(Person, models.PROTECT, to_field="uid", related_name="+")
    valid_from = models.DateField(_("first day"), null=True)
    valid_until = models.DateField(_("first day after it"), null=True)

    class Meta:
        verbose_name = _("family tie")
        constraints = [
            models.UniqueConstraint(name="people_tie_once", fields=["person", "kin", "relation"]),
            models.CheckConstraint(name="people_tie_of_two", condition=~Q(person=F("kin"))),
            models.CheckConstraint(
                name="people_tie_in_one_direction",
                condition=Q(relation="parent") | Q(relation__in=["spouse", "sibling"], person__lt=F("kin")),
            ),
            models.CheckConstraint(
                name="people_tie_ends_after_it_starts",
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation} {self.kin_id}"
