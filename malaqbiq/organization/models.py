"""Work units as a tree by date, and the posts that structures give them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.entropy import new_uid


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
    """One concrete post that a structure gives a work unit: identity only. Whether it is in force, and who holds it, are
    projections in `service`.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    work_unit = models.ForeignKey(WorkUnit, models.PROTECT, to_field="uid", related_name="posts")
    regime = models.CharField(max_length=40, help_text="the structure's key, such as pkpu-14-2020")
    unit_code = models.CharField(max_length=16, help_text="the structure unit's code in the regime, such as P20B.31")
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
