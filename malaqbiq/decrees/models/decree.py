"""Decrees, their entries, and the ledger in which each has its place."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.decrees.rules.chain import GENESIS
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.entropy import new_uid


class Ledger(models.Model):
    """The one row that is locked to issue: the last place taken, its link and its moment."""

    place = models.PositiveBigIntegerField(default=0)
    link = models.CharField(max_length=64, default=GENESIS)
    recorded_at = models.DateTimeField(null=True)
    opening_locked_at = models.DateTimeField(null=True, help_text="from then on nothing is an opening any more")

    clock_confirmed_on = models.DateField(null=True, help_text="the day that somebody said it was, as the clock did")
    clock_confirmed_against = models.DateTimeField(null=True, help_text="the last decree's moment when that was said")

    class Meta:
        constraints = [models.CheckConstraint(name="decrees_ledger_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"place {self.place}"


class Decree(models.Model):
    """A decree (keputusan): the only thing that changes what stands for a person, a post or a work unit."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SUBMITTED = "submitted"
        APPROVED = "approved"
        ISSUED = "issued"

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    origin = models.CharField(max_length=8, choices=[(item.value, item.value) for item in Origin])
    kind = models.CharField(max_length=40, help_text="key of the kind in regulations")
    office = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    authority = models.CharField(max_length=40, help_text="who decides: ketua, sekretaris, kpa, or another's title")
    title = models.TextField(help_text="what it is about (tentang)")
    effective_on = models.DateField(null=True, help_text="the day that the paper names for all of it, if one")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(
        default=1, help_text="counts each change of a draft; a stale write is refused"
    )
    content_digest = models.CharField(max_length=64, blank=True, help_text="frozen on submitting")
    source_key = models.CharField(
        max_length=200,
        null=True,
        unique=True,
        help_text="what it was drafted from: drafted once only",
    )
    drafted_by = models.CharField(max_length=64)
    submitted_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    issued_by = models.CharField(max_length=64, blank=True)
    register = models.ForeignKey("decrees.Register", models.PROTECT, null=True, related_name="decrees")
    number_value = models.PositiveIntegerField(null=True)
    number = models.CharField(max_length=120, blank=True, help_text="as it stands on the paper")
    decided_on = models.DateField(null=True, help_text="the date on the paper; may be unknown in an opening")
    place = models.PositiveBigIntegerField(null=True, unique=True, help_text="its place in the ledger")
    recorded_at = models.DateTimeField(null=True)
    link = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decrees_two_people", condition=Q(approved_by="") | ~Q(approved_by=F("submitted_by"))
            ),
            models.CheckConstraint(
                name="decrees_issued_has_a_place",
                condition=Q(state="issued", place__isnull=False, recorded_at__isnull=False)
                & ~Q(link="")
                & ~Q(issued_by="")
                | ~Q(state="issued") & Q(place__isnull=True),
            ),
            models.CheckConstraint(
                name="decrees_own_is_approved_and_numbered",
                condition=~Q(origin="own")
                | ~Q(state="issued")
                | ~Q(approved_by="")
                & ~Q(submitted_by="")
                & ~Q(content_digest="")
                & ~Q(number="")
                & Q(register__isnull=False, number_value__isnull=False, decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="decrees_only_own_takes_a_number",
                condition=Q(origin="own") | Q(register__isnull=True, number_value__isnull=True),
            ),
            models.CheckConstraint(
                name="decrees_submitted_is_frozen",
                condition=Q(state="draft", content_digest="") | ~Q(state="draft") & ~Q(content_digest=""),
            ),
            models.UniqueConstraint(name="decrees_number_once", fields=["register", "number_value"]),
        ]
        indexes = [models.Index(fields=["state", "office"]), models.Index(fields=["decided_on"])]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.state}"


class Entry(models.Model):
    """One effect of a decree, from one day, on a person, a post or a work unit."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    decree = models.ForeignKey(Decree, models.CASCADE, related_name="entries")
    place = models.PositiveBigIntegerField(null=True, help_text="the decree's place, once it is issued")
    ordinal = models.PositiveIntegerField(help_text="order inside the decree")
    row = models.PositiveIntegerField(help_text="line of the annex: entries of one line belong together")
    effect = models.CharField(max_length=60)
    effect_version = models.PositiveSmallIntegerField()
    effective_on = models.DateField(help_text="TMT: the first day of the effect")
    payload = models.JSONField(default=dict)
    work_unit = models.ForeignKey(
        "organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+", help_text="whose part of the annex"
    )
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", null=True, related_name="+")
    post = models.ForeignKey("organization.Post", models.PROTECT, to_field="uid", null=True, related_name="+")
    mends = models.ForeignKey("self", models.PROTECT, to_field="uid", null=True, related_name="mended_by")
    mending = models.CharField(max_length=10, blank=True, choices=[(item.value, item.value) for item in Mending])

    class Meta:
        constraints = [
            models.UniqueConstraint(name="decrees_entry_order", fields=["decree", "ordinal"]),
            models.CheckConstraint(
                name="decrees_mending_names_an_entry",
                condition=Q(mending="", mends__isnull=True) | ~Q(mending="") & Q(mends__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["place"]), models.Index(fields=["decree", "work_unit"])]

    def __str__(self) -> str:
        return f"{self.effect} {self.effective_on}"


class Snapshot(models.Model):
    """The facts that a paper shows, as they were on issuing: the head (ordinal 0) and each line of the annex.

    Erasing a person's data by law empties `content` and `salt`; the digest stays, and with it the chain.
    """

    decree = models.ForeignKey(Decree, models.PROTECT, related_name="snapshots")
    ordinal = models.PositiveIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", null=True, related_name="+")
    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    content = models.JSONField(null=True)
    salt = models.CharField(max_length=32, null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="decrees_snapshot_order", fields=["decree", "ordinal"]),
            models.CheckConstraint(
                name="decrees_snapshot_whole_or_erased",
                condition=Q(content__isnull=True, salt__isnull=True) | Q(content__isnull=False, salt__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decree_id}.{self.ordinal}"
