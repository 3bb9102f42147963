"""Steps taken with several decrees at once, each quoted as it was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services.drafting import decree_submit, decree_withdraw
from malaqbiq.decrees.services.issuing import decree_approve, decree_issue
from malaqbiq.decrees.services.queueing import papers_enqueue
from malaqbiq.decrees.services.registers import NEXT_NUMBER, NumberChoice
from malaqbiq.decrees.services.reviewing import Act
from malaqbiq.decrees.services.telling import approved_tell, issued_tell, returned_tell, submitted_tell
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.reading import reading_once


@dataclass(frozen=True, slots=True)
class Quoted:
    """A decree as it was read: its version and the digest of its content."""

    decree: UUID
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Taken:
    """With which decrees a step was taken, and with which it was refused, which ended the run; work that follows."""

    done: Sequence[Decree]
    refused: Quoted | None = None
    error: UserError | None = None
    job: Job | None = None


@transaction.atomic
def decrees_submit(*, access: Access, quoted: Sequence[Quoted]) -> Taken:
    """All submitted, or none."""
    done = [decree_submit(access=access, decree=item.decree, version=item.version) for item in quoted]
    submitted_tell(access=access, decrees=done)
    return Taken(done)


@transaction.atomic
def decrees_approve(*, access: Access, quoted: Sequence[Quoted]) -> Taken:
    """All approved, or none."""
    done = [
        decree_approve(access=access, decree=item.decree, digest=item.digest, version=item.version) for item in quoted
    ]
    approved_tell(access=access, decrees=done)
    return Taken(done)


@transaction.atomic
def decrees_return(*, access: Access, quoted: Sequence[Quoted], reason: str = "") -> Taken:
    """All drafts again, or none, each with the reason if one is given."""
    submitters = dict(
        Decree.objects.filter(uid__in=[item.decree for item in quoted]).values_list("uid", "submitted_by")
    )
    done = [decree_withdraw(access=access, decree=item.decree, version=item.version, reason=reason) for item in quoted]
    returned_tell(access=access, decrees=done, submitters=submitters)
    return Taken(done)


@transaction.atomic
def decrees_promulgate(*, access: Access, quoted: Sequence[Quoted], number: NumberChoice = NEXT_NUMBER) -> Taken:
    """Issued one after the other, each whole or not at all; the first refusal ends the run. `number` is for one alone.

    All in one transaction with the job that makes their papers: what is issued has it, and nothing else.
    """
    done: list[Decree] = []
    taken = Taken(done)
    with reading_once():
        for item in quoted:
            try:
                done.append(
                    decree_issue(
                        access=access, decree=item.decree, digest=item.digest, version=item.version, number=number
                    )
                )
            except UserError as error:
                taken = Taken(done, item, error)
                break
    if not done:
        return taken
    issued_tell(access=access, decrees=done)
    return replace(taken, job=papers_enqueue(access=access, decrees=[decree.uid for decree in done]))


STEPS = {
    Act.SUBMIT: decrees_submit,
    Act.APPROVE: decrees_approve,
    Act.RETURN: decrees_return,
    Act.ISSUE: decrees_promulgate,
}
"""What carries out each act."""
