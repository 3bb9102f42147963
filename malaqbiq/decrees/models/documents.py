"""Papers of issued decrees, and what proves that they were signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.models.decree import Decree
from malaqbiq.decrees.rules.papers.pages import Kind, Size
from malaqbiq.kernel.entropy import new_code, new_uid


class Document(models.Model):
    """One paper: a decree, the part of its annex for one work unit, a petikan, a perjanjian kerja, a salinan.

    It is made from the decree's snapshots, so `file` may be empty until it is rendered and can be rendered again, byte
    by byte the same. `ordinal` is the snapshot's of whom it is about, 0 for the whole decree; copies are counted from
    1, one for each official who certified.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    decree = models.ForeignKey(Decree, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=8, choices=[(item.value, item.value) for item in Kind])
    ordinal = models.PositiveIntegerField(default=0)
    unit_code = models.CharField(max_length=8, help_text="work unit whose people may see it")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", null=True, related_name="+")
    code = models.CharField(max_length=19, unique=True, default=new_code, help_text="stands in its QR code")
    size = models.CharField(max_length=2, choices=[(item.value, item.value) for item in Size], default=Size.A4.value)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    signable = models.ForeignKey(
        "kernel.StoredFile", models.PROTECT, null=True, related_name="+", help_text="with room for a stamp"
    )
    room = models.JSONField(default=list, help_text="where a stamp goes: page, left, bottom, right, top in points")
    seal = models.CharField(max_length=64, default="", help_text="SHA-256 of what this row says, files included")
    certifier = models.JSONField(default=dict, help_text="who certifies a salinan: lines of his title, name, number")
    replaced = models.PositiveIntegerField(default=0, help_text="characters that no font has, marked on the paper")
    rendered_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="personal data were removed by law, and the file with them")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="decrees_document_once", fields=["decree", "kind", "ordinal", "unit_code"]),
            models.CheckConstraint(
                name="decrees_document_of_a_person",
                condition=Q(kind__in=("extract", "contract"), ordinal__gt=0)
                | Q(kind__in=("decree", "part"), ordinal=0)
                | Q(kind="copy", ordinal__gt=0, person__isnull=True),
            ),
            models.CheckConstraint(
                name="decrees_document_erased_is_gone",
                condition=Q(erased_at__isnull=True) | Q(file__isnull=True, signable__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["unit_code", "kind"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class SignatureEvidence(models.Model):
    """What proves that a paper was signed. A wrong one is withdrawn, with a reason; nothing is overwritten."""

    class Kind(models.TextChoices):
        WET_INK = "wet", _("wet ink, with a scan")
        ELSEWHERE = "tte", _("signed electronically elsewhere")
        HERE = "here", _("signed electronically here")

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=4, choices=Kind)
    file = models.ForeignKey("kernel.StoredFile", models.SET_NULL, null=True, related_name="+")
    signer = models.CharField(max_length=200, blank=True, help_text="as the paper or the certificate names him")
    signed_on = models.DateField(null=True, help_text="as the paper or the signature says")
    issuer = models.CharField(max_length=200, blank=True, help_text="who issued the certificate")
    serial = models.CharField(max_length=64, blank=True, help_text="the certificate's, hexadecimal")
    origin_digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file before it was signed")
    same_pages = models.BooleanField(null=True, help_text="its pages are those that were rendered here; null: unknown")
    sound = models.BooleanField(null=True, help_text="nothing speaks against the electronic signature; null: none")
    trusted = models.BooleanField(default=False, help_text="its certificate leads to a root that was given here")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why it was withdrawn")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decrees_evidence_withdrawn_with_a_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(reason=""),
            ),
            models.UniqueConstraint(
                name="decrees_signed_here_once",
                fields=["document"],
                condition=Q(kind="here", withdrawn_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["origin_digest"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.document_id}"
