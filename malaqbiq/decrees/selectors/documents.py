"""Papers: which there are, who sees them, which are still to be rendered or signed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from malaqbiq.decrees.models import Decree, Document, SignatureEvidence
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import StoredFile

READERS = (Role.ADMINISTRATOR, Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
"""Who needs to read decrees and other people's papers for his work. Everybody reads his own."""


def documents_visible(access: Access, *, decree: UUID | None = None) -> QuerySet[Document]:
    """Papers of the work units that a reader's grants cover, and one's own. A part of an annex is its unit's paper."""
    units = access.units(*READERS)
    found = Document.objects.select_related("decree", "decree__office", "file").order_by("decree_id", "kind", "ordinal")
    if decree is not None:
        found = found.filter(decree__uid=decree)
    return found if units is None else found.filter(_mine(access, units))


def personal_visible(
    access: Access, *, kind: Kind, decrees: Collection[UUID], unit_code: str = ""
) -> QuerySet[Document]:
    """The petikan or the work agreements of decrees that the asker may see, of one work unit if named.

    In the order of the decrees' places: petikan as in the annex; agreements as they are signed, by the work unit whose
    official signs them, and in it as in the annex.
    """
    found = documents_visible(access).filter(kind=kind, erased_at__isnull=True, decree__uid__in=decrees)
    signed = ["unit_code"] if kind == Kind.CONTRACT else []
    return (found.filter(unit_code=unit_code) if unit_code else found).order_by("decree__place", *signed, "ordinal")


def document_file(document: Document) -> StoredFile | None:
    """The paper's file: signed electronically if it is, else as it was rendered; None while it isn't."""
    signed = _standing(document.evidence.all()).exclude(kind=SignatureEvidence.Kind.WET_INK)
    latest = signed.filter(file__isnull=False).select_related("file").order_by("-recorded_at", "-pk").first()
    return latest.file if latest else document.file


def documents_unrendered(*, decrees: Collection[UUID] | None = None) -> QuerySet[Document]:
    """Papers that have no file yet, in the order of their decrees."""
    waiting = Document.objects.filter(file__isnull=True, erased_at__isnull=True)
    if decrees is not None:
        waiting = waiting.filter(decree__uid__in=decrees)
    return waiting.order_by("decree__place", "kind", "ordinal")


def decrees_unsigned(access: Access, *, as_of: date) -> QuerySet[Decree]:
    """Own decrees issued up to a day of whose signature there is no evidence: neither scan nor electronic signature."""
    whole = SignatureEvidence.objects.filter(document__decree=OuterRef("pk"), document__kind=Kind.DECREE)
    proved = _standing(whole)
    issued = Decree.objects.filter(origin=Origin.OWN, state=Decree.State.ISSUED, decided_on__lte=as_of)
    units = access.units(*READERS)
    found = issued.filter(~Exists(proved)).select_related("office").order_by("place")
    return found if units is None else found.filter(office__code__in=units)


@dataclass(frozen=True, slots=True)
class Unsigned:
    """An issued decree of whose signature nothing is kept, with its paper (uid) once it has one."""

    decree: Decree
    paper: UUID | None


def next_unsigned(access: Access, after: Decree) -> Unsigned | None:
    """The decree to be signed after another one, in the order of their places and from the first again; None if no
    other of the asker's offices, as SDM officer or secretary, is left.
    """
    papers = Document.objects.filter(decree=OuterRef("pk"), kind=Kind.DECREE, erased_at__isnull=True)
    proved = _standing(SignatureEvidence.objects.filter(document__decree=OuterRef("pk"), document__kind=Kind.DECREE))
    found = Decree.objects.filter(~Exists(proved), origin=Origin.OWN, state=Decree.State.ISSUED).exclude(pk=after.pk)
    units = access.units(Role.SDM_OFFICER, Role.SECRETARY)
    found = found if units is None else found.filter(office__code__in=units)
    later = Case(When(Q(place__gt=after.place or 0), then=1), default=0)
    ordered = found.annotate(is_later=later, paper=Subquery(papers.values("uid")[:1])).order_by("-is_later", "place")
    decree = ordered.first()
    return Unsigned(decree, decree.paper) if decree else None


def agreements_unsigned(access: Access, *, decrees: Collection[UUID] | None = None) -> QuerySet[Document]:
    """Work agreements that are made and of whose signature nothing is kept, of some decrees or of all."""
    made = documents_visible(access).filter(kind=Kind.CONTRACT, file__isnull=False, erased_at__isnull=True)
    if decrees is not None:
        made = made.filter(decree__uid__in=decrees)
    proved = _standing(SignatureEvidence.objects.filter(document=OuterRef("pk")))
    return made.filter(~Exists(proved)).order_by("unit_code", "ordinal")


def _mine(access: Access, units: Collection[str]) -> Q:
    mine = Q(unit_code__in=units)
    return mine | Q(person=access.person) if access.person else mine


def _standing(evidence: QuerySet[SignatureEvidence]) -> QuerySet[SignatureEvidence]:
    return evidence.filter(withdrawn_at__isnull=True)
