"""Work on papers that takes longer than a page may, asked for in the transaction of what makes it necessary."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.documents import personal_visible
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.decrees.services.signatures import papers_to_sign
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.jobs import job_enqueue
from malaqbiq.kernel.models import Job

PAPERS = "decrees.papers"
SIGNATURES = "decrees.signatures"
BOUND = {Kind.EXTRACT: "decrees.petikan", Kind.CONTRACT: "decrees.agreements"}


@transaction.atomic
def papers_enqueue(*, access: Access, decrees: Collection[UUID]) -> Job:
    """The papers of issued decrees have their rows and codes now, and their files when the job is done.

    Forbidden unless the asker is SDM officer or secretary of their offices.
    """
    documents_prepare(access=access, decrees=decrees)
    codes = Decree.objects.filter(uid__in=decrees).order_by().values_list("office__code", flat=True).distinct()
    names = sorted(str(uid) for uid in decrees)
    return job_enqueue(
        access=access,
        name=PAPERS,
        arguments={"decrees": names},
        unit_code=_only(codes),
        subject_uid=UUID(names[0]) if len(names) == 1 else None,
        key=" ".join(names),
    )


@transaction.atomic
def signatures_enqueue(*, access: Access, documents: Collection[UUID]) -> Job:
    """Papers will be signed with the installation's key. SignatureRefused without one; Forbidden as in signing."""
    papers = papers_to_sign(access=access, documents=documents)
    names = sorted(str(uid) for uid in documents)
    return job_enqueue(
        access=access,
        name=SIGNATURES,
        arguments={"documents": names},
        unit_code=_only({paper.decree.office.code for paper in papers}),
        key=" ".join(names),
    )


@transaction.atomic
def bound_enqueue(*, access: Access, decree: UUID, kind: Kind, unit_code: str = "") -> Job:
    """All petikan or agreements of a decree that the asker may see will be one file; Document.DoesNotExist if none."""
    first = personal_visible(access, kind=kind, decrees=[decree], unit_code=unit_code).first()
    if first is None:
        raise Document.DoesNotExist
    office = first.decree.office.code
    return job_enqueue(
        access=access,
        name=BOUND[kind],
        arguments={"decree": str(decree), "unit_code": unit_code},
        unit_code=office if access.covers(office) else first.unit_code,
        subject_uid=decree,
        # Others may see other papers of the same decree: the file is each asker's own.
        key=f"{access.actor} {decree} {unit_code}",
    )


def _only(codes: Collection[str]) -> str:
    """The work unit, if it is one alone."""
    found = set(codes)
    return found.pop() if len(found) == 1 else ""
