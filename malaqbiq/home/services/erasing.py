"""Erasing a person in all rooms, as the law may ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction

from malaqbiq.accounts.services import account_erase
from malaqbiq.appointments.services import remarks_erase, sworn_data_erase, waiver_reasons_erase
from malaqbiq.appraisal.services.erasing import reasons_erase
from malaqbiq.decrees.services.erasing import snapshots_erase
from malaqbiq.decrees.services.keeping import return_reasons_erase
from malaqbiq.handover.services import handovers_erase
from malaqbiq.home.services.mentions import (
    Mention,
    Whom,
    files_and_sources_erase,
    kept_views_erase,
    mentions_of,
)
from malaqbiq.home.services.packing import packs_erase
from malaqbiq.intake.services.erasing import told_erase
from malaqbiq.intake.services.uploads import uploads_erase
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.remnants import remnants_remove
from malaqbiq.organization.services import mandates_end
from malaqbiq.pay.services.dpp import dpp_erase
from malaqbiq.pay.services.exceptions import exception_reasons_erase
from malaqbiq.people.models import Person
from malaqbiq.people.services import person_erase
from malaqbiq.service.services import conduct_erase


@dataclass(frozen=True, slots=True)
class Erased:
    """How much was removed of a person: snapshots of papers, rows of payment lists, words of imported lists, lists on
    their way in that name him, reasons that others wrote about him, his account, and audit packs, all of them: whom
    they name is not looked up, and they can be made anew. Then names of files and sources that named him, kept views,
    predikat and penalties, petikan of appointments and oaths, and mandates to sign, which end. `left` are the places
    in which his name or number still stands, for somebody to look at.
    """

    snapshots: int
    payment_rows: int
    told: int
    uploads: int
    reasons: int
    accounts: int
    packs: int = 0
    files_and_sources: int = 0
    kept_views: int = 0
    conduct: int = 0
    sworn: int = 0
    mandates: int = 0
    left: tuple[Mention, ...] = ()


@transaction.atomic
def person_data_erase(*, access: Access, person: UUID, ground: str, dry_run: bool = False) -> Erased:
    """Erase everything that is known of a person, in every room, as the law may ask (UU 27/2022).

    `ground` names the law and the request, without personal data. What decrees did stays under the bare uid, and
    `verify` says how many snapshots and reasons were erased. In the place of a reason its mark of erasing stands, and
    open mandates to sign end. With `dry_run` all of it is counted and nothing changes. Once it is committed nothing of
    it is left in SQLite's files; see `remnants` for PostgreSQL's.
    """
    whom = Whom.of(person)
    erased = Erased(
        snapshots=snapshots_erase(access=access, person=person),
        payment_rows=dpp_erase(access=access, person=person),
        told=told_erase(access=access, person=person),
        uploads=uploads_erase(access=access, person=person),
        reasons=reasons_erase(access=access, person=person)
        + exception_reasons_erase(access=access, person=person)
        + waiver_reasons_erase(access=access, person=person)
        + remarks_erase(access=access, person=person, is_named=whom.is_named_in)
        + return_reasons_erase(access=access, person=person)
        + handovers_erase(access=access, person=person),
        accounts=account_erase(access=access, person=person),
        packs=packs_erase(access=access),
        files_and_sources=files_and_sources_erase(access=access, person=person),
        kept_views=kept_views_erase(access=access, person=person),
        conduct=conduct_erase(access=access, person=person),
        sworn=sworn_data_erase(access=access, person=person),
        # Asked by the NIP, which goes last.
        mandates=mandates_end(access=access, nip=Person.objects.values_list("nip", flat=True).get(uid=person) or ""),
    )
    person_erase(access=access, uid=person, ground=ground)
    erased = replace(erased, left=mentions_of(access=access, whom=whom))
    transaction.on_commit(remnants_remove)
    if dry_run:
        transaction.set_rollback(True)
    return erased
