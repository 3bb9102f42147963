"""Salinan: the certified copies of an issued decree that an office gives out."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.errors import PaperRefused
from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.rules.papers.compose import Signer, signature
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.rules.papers.snapshot import Signature
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.decrees.services.sealing import seal_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.selectors import signer_on

UNSAID = Signature(lines=("………………………………,",))
"""The title of a certifying official whom nobody has named: written in by hand."""


@transaction.atomic
def copy_make(*, access: Access, decree: UUID) -> Document:
    """The salinan of an issued decree, certified by who does so for its office today; its file is rendered after.

    While the same official certifies it is one paper; another one's copies are a paper of their own. Where the office
    has named nobody, title and name are left to be written. PaperRefused for a decree that has no paper.
    """
    found = Decree.objects.select_related("office").get(uid=decree, state=Decree.State.ISSUED)
    access.require(found.office.code, Role.SDM_OFFICER, Role.SECRETARY)
    documents_prepare(access=access, decrees=[decree])
    # The whole decree's row is locked, so that two who ask at once make one copy.
    whole = Document.objects.select_for_update().filter(decree=found, kind=Kind.DECREE).first()
    if whole is None:
        raise PaperRefused(Words(gettext_noop("this decree has no paper of ours, so there is nothing to copy")))
    certifier = _certifier(found.office).content()
    copies = list(Document.objects.filter(decree=found, kind=Kind.COPY).order_by("ordinal"))
    for copy in copies:
        if copy.certifier == certifier:
            return copy
    made = Document(
        decree=found,
        kind=Kind.COPY.value,
        ordinal=len(copies) + 1,
        unit_code=whole.unit_code,
        size=whole.size,
        certifier=certifier,
    )
    made.seal = seal_of(made)
    made.save()
    activity_record(access=access, action="decrees.copy", unit_code=made.unit_code, subject_uid=made.uid)
    return made


def _certifier(office: WorkUnit) -> Signature:
    day = clock.today(office.zone)
    found = signer_on(Access.system("papers"), unit=office.code, authority=Authority.CERTIFIER, day=day)
    if found is None:
        return UNSAID
    return signature(Signer(found.own_title, found.name, found.nip, Form(found.form)))
