"""Work units as a tree by date, the posts that structures give them, their profiles and their signers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form, Mandate


class WorkUnit(models.Model):
    """A satker: KPU RI's Setjen, a province, a kabupaten or kota. Its place in the tree is dated: see `Parentage`."""

    class Level(models.TextChoices):
        SETJEN = "setjen", _("General secretariat")
        PROVINSI = "provinsi", _("Province")
        KABKOTA = "kabkota", _("Kabupaten or kota")

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    code = models.CharField(max_length=8, unique=True, help_text="Kemendagri's code: 00, 76, 76.01")
    level = models.CharField(max_length=8, choices=Level)
    name = models.CharField(max_length=120, help_text="KPU Kabupaten Mamuju")
    region_name = models.CharField(max_length=100, help_text="Kabupaten Mamuju")
    seat = models.CharField(max_length=60, blank=True, help_text="town in which its papers are signed, where known")
    zone = models.CharField(max_length=40, help_text="IANA time zone, such as Asia/Makassar")
    exists_from = models.DateField(null=True, help_text="first day, where it is known")
    exists_until = models.DateField(null=True, help_text="first day on which it is no more")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="organization_unit_ends_after_it_starts",
                condition=Q(exists_from__isnull=True)
                | Q(exists_until__isnull=True)
                | Q(exists_until__gt=F("exists_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def number_code(self) -> str:
        """The code as it stands in numbers of papers: 7601 for 76.01."""
        return self.code.replace(".", "")


class Parentage(models.Model):
    """Under which work unit another stands, from when until when (half open; empty is open)."""

    unit = models.ForeignKey(WorkUnit, models.CASCADE, to_field="uid", related_name="parentages")
    parent = models.ForeignKey(WorkUnit, models.PROTECT, to_field="uid", related_name="+")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organization_one_parentage_a_start", fields=["unit", "valid_from"]),
            models.CheckConstraint(name="organization_no_unit_is_its_own_parent", condition=~Q(unit=F("parent"))),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} under {self.parent_id}"


class Post(models.Model):
    """One concrete post that a structure gives a work unit: identity only.

    Whether it is in force, and who holds it, are projections in `service`.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    work_unit = models.ForeignKey(WorkUnit, models.PROTECT, to_field="uid", related_name="posts")
    regime = models.CharField(max_length=40, help_text="the structure's key, such as pkpu-14-2020")
    unit_code = models.CharField(max_length=16, help_text="the structure unit's code in the regime, such as P20B.31")
    parent_code = models.CharField(max_length=16, blank=True, help_text="the structure unit above it")
    unit_name = models.CharField(max_length=160)
    position_name = models.CharField(max_length=160)
    eselon = models.CharField(max_length=8, blank=True)
    level = models.CharField(max_length=24, help_text="JPT Pratama, Administrator, Pengawas, Fungsional, Pelaksana")
    ordinal = models.PositiveSmallIntegerField(default=1, help_text="which one, where the unit has several")

    class Meta:
        ordering = ["work_unit_id", "regime", "unit_code", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                name="organization_one_post_a_place", fields=["work_unit", "regime", "unit_code", "ordinal"]
            ),
        ]

    def __str__(self) -> str:
        return self.position_name


class Succession(models.Model):
    """Which post of a new structure goes on with the work of a post of the old one, as the office that received the
    structure has it. A post may have several successors and go on from several: parts of it, then.
    """

    old = models.ForeignKey(Post, models.PROTECT, to_field="uid", related_name="successors")
    new = models.ForeignKey(Post, models.PROTECT, to_field="uid", related_name="predecessors")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organization_one_succession_a_pair", fields=["old", "new"]),
            models.CheckConstraint(name="organization_no_post_succeeds_itself", condition=~Q(old=F("new"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_id} to {self.new_id}"


class UnitProfile(models.Model):
    """What a work unit is for the treasury in a budget year, and what it has chosen. What is empty is not known yet."""

    class FloorPolicy(models.TextChoices):
        UMP = "UMP", _("the province's minimum wage (UMP)")
        UMK = "UMK", _("the kabupaten's or kota's minimum wage (UMK) where there is one")

    unit = models.ForeignKey(WorkUnit, models.CASCADE, to_field="uid", related_name="profiles")
    year = models.PositiveSmallIntegerField(help_text="budget year")
    kode_satker = models.CharField(max_length=6, blank=True, help_text="the treasury's six digits")
    dipa_number = models.CharField(max_length=60, blank=True)
    dipa_date = models.DateField(null=True)
    honorarium_budget = models.BigIntegerField(
        null=True, help_text="rupiah that the DIPA gives for contract staff's honorarium in the year"
    )
    kpa_name = models.CharField(max_length=150, blank=True, help_text="Kuasa Pengguna Anggaran")
    kpa_nip = models.CharField(max_length=18, blank=True)
    commitment_officer_name = models.CharField(max_length=150, blank=True, help_text="Pejabat Pembuat Komitmen")
    commitment_officer_nip = models.CharField(max_length=18, blank=True)
    letterhead = models.JSONField(default=list, help_text="lines under the name: address, telephone, site")
    floor_policy = models.CharField(max_length=3, choices=FloorPolicy, default=FloorPolicy.UMP)
    programmes = models.JSONField(null=True, help_text="BPJS programmes bought, such as jkk-I; null: not yet said")
    thr_month = models.PositiveSmallIntegerField(null=True, help_text="month in which the THR is paid; null: asked for")
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="organization_one_profile_a_year", fields=["unit", "year"]),
            models.CheckConstraint(
                name="organization_budget_not_below_nought",
                condition=Q(honorarium_budget__isnull=True) | Q(honorarium_budget__gte=0),
            ),
            models.CheckConstraint(
                name="organization_thr_in_a_month", condition=Q(thr_month__isnull=True) | Q(thr_month__range=(1, 12))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"


class Signer(models.Model):
    """Who signs for an authority of a work unit, in which form, from when until when (half open)."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    unit = models.ForeignKey(WorkUnit, models.CASCADE, to_field="uid", related_name="signers")
    authority = models.CharField(max_length=24, choices=[(item.value, item.value) for item in Authority])
    form = models.CharField(max_length=10, choices=[(item.value, item.value) for item in Form])
    name = models.CharField(max_length=150, help_text="with titles, as it stands under the signature")
    nip = models.CharField(max_length=18, blank=True)
    own_title = models.CharField(max_length=200, blank=True, help_text="the signer's own post, for a.n.")
    basis = models.CharField(max_length=200, blank=True, help_text="the paper that gives the mandate")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["unit_id", "authority", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="organization_signer_ends_after_he_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(name="organization_an_has_own_title", condition=~Q(form="an", own_title="")),
        ]
        indexes = [models.Index(fields=["unit", "authority", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.authority} {self.form}"

    @property
    def mandate(self) -> Mandate:
        """The signer as the rules see him."""
        return Mandate(Form(self.form), Period(self.valid_from, self.valid_until), self.own_title)
