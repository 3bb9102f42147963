"""Work on papers in the background. Each can be begun anew: what is made already stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from malaqbiq.decrees.models import Document
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.decrees.services.documents import documents_render, personal_bind
from malaqbiq.decrees.services.queueing import BOUND, PAPERS, SIGNATURES
from malaqbiq.decrees.services.signatures import documents_sign
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.jobs import Link, Result, Work, task
from malaqbiq.kernel.words import Words, gettext_noop

AGAIN = gettext_noop("run it again; what was made stays")
DESK = Link(gettext_noop("To the decree desk"), "decrees")


def _picked(arguments: Mapping[str, Any]) -> Link:
    query = [("pick", uid) for uid in arguments["decrees"]]
    return Link(gettext_noop("To the decrees' papers"), "decree-papers", query=query)


def _of_decree(arguments: Mapping[str, Any]) -> Link:
    return Link(gettext_noop("To the decree's papers"), "decree-papers-of", [arguments["decree"]])


@task(PAPERS, title=gettext_noop("Make papers"), roles=(Role.SDM_OFFICER, Role.SECRETARY), back=_picked)
def papers(work: Work, *, decrees: Sequence[str]) -> Result:
    """Every paper of the decrees has its file."""
    done = documents_render(access=work.access, decrees=[UUID(uid) for uid in decrees], progress=work.progress)
    told = [Words(gettext_noop("Papers made: %(count)s."), {"count": done.rendered})]
    if not done.rendered:
        told = [Words(gettext_noop("All papers are made."))]
    if done.failed:
        _refuse(gettext_noop("papers that could not be made: %(count)s, the first because of: %(why)s"), done.failed)
    query = [("pick", uid) for uid in decrees]
    return Result(told, [Link(gettext_noop("Print petikan"), "decree-papers", query=query), DESK])


@task(SIGNATURES, title=gettext_noop("Sign papers"), roles=(Role.SECRETARY,), back=lambda _arguments: DESK)
def signatures(work: Work, *, documents: Sequence[str]) -> Result:
    """The papers are signed with the installation's key."""
    done = documents_sign(access=work.access, documents=[UUID(uid) for uid in documents], progress=work.progress)
    if done.failed:
        _refuse(gettext_noop("papers that could not be signed: %(count)s, the first because of: %(why)s"), done.failed)
    told = Words(gettext_noop("Papers signed: %(count)s."), {"count": done.signed})
    return Result([told], [DESK])


@task(BOUND[Kind.EXTRACT], title=gettext_noop("All petikan as one file"), roles=READERS, back=_of_decree)
def petikan(work: Work, *, decree: str, unit_code: str) -> Result:
    """All petikan that the asker may see, as one file to print."""
    return _bound(work, Kind.EXTRACT, decree, unit_code)


@task(BOUND[Kind.CONTRACT], title=gettext_noop("All work agreements as one file"), roles=READERS, back=_of_decree)
def agreements(work: Work, *, decree: str, unit_code: str) -> Result:
    """All work agreements that the asker may see, as one file to print."""
    return _bound(work, Kind.CONTRACT, decree, unit_code)


def _bound(work: Work, kind: Kind, decree: str, unit_code: str) -> Result:
    work.progress.stage(gettext_noop("binding papers"))
    try:
        file = personal_bind(access=work.access, decree=UUID(decree), kind=kind, unit_code=unit_code)
    except Document.DoesNotExist as error:
        raise UserError(gettext_noop("there is no such paper any more that you may see")) from error
    return Result([Words(gettext_noop("The file is ready to be printed."))], [_of_decree({"decree": decree})], file.uid)


def _refuse(message: str, failed: Sequence[tuple[UUID, str]]) -> None:
    raise UserError(Words(message, {"count": len(failed), "why": failed[0][1]}), AGAIN)
