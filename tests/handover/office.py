"""A province on 11 January 2022 with officers who come and go, and what they have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.accounts.passing import passings
from malaqbiq.accounts.selectors import access_for, user_read
from malaqbiq.accounts.services import Telling, notices_send
from malaqbiq.appraisal.models import Cycle
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import DecreeDraft, decree_draft
from malaqbiq.handover.models import Handover
from malaqbiq.handover.selectors.offers import Offer, offer_of
from malaqbiq.handover.selectors.parties import giver_for, taker_among, takers
from malaqbiq.handover.services import HandoverDraft, handover_make
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.ui.models import SavedView
from tests import builders as make
from tests.appraisal.cast import Cast, cast, named, opened
from tests.decrees import office

DAY = date(2022, 1, 11)
EVERY = frozenset(passing.key for passing in passings())


def standing() -> None:
    """The clock of all pages stands at noon of the day."""
    office.standing()


def user(
    name: str, *grants: tuple[Role, str], person: UUID | None = None, active: bool = True, until: date | None = None
) -> User:
    """Somebody with roles on work units since long ago."""
    facts = {"no_person_reason": "" if person else "of a test", "name": name.title(), "is_active": active}
    found = User.objects.create(username=name, **facts)
    for role, code in grants:
        Grant.objects.create(
            user=found, work_unit=make.unit(code), role=role, valid_from=date(2020, 1, 1), valid_until=until
        )
    if person:
        PersonLink.objects.create(user=found, person_id=person)
    return found


def access(of: User) -> Access:
    """What a user may do today."""
    return access_for(user_read(of.pk) or of, DAY)


def draft(by: User, title: str = "Perpanjangan PPNPN", code: str = "76") -> Decree:
    """A draft of an office that a user made."""
    entries = make.engaged(make.person("Orang Uji"), make.unit("76.05"), date(2022, 1, 1), date(2022, 12, 31))
    made = DecreeDraft(make.unit(code).uid, "contract-extension", "sekretaris", title, entries)
    return decree_draft(access=Access(str(by.uid), everything=True), draft=made)


def view(of: User, name: str = "kontrak berakhir", page: str = "staff") -> SavedView:
    """A view of a list that a user keeps."""
    return SavedView.objects.create(
        owner=str(of.uid), page=page, name=name, query="view=ending", opens=name == "kontrak berakhir"
    )


def notice(to: User, kind: str = "decrees.approved", subject: UUID | None = None) -> None:
    """Something that a user was told and hasn't read."""
    telling = Telling(kind=kind, path="/today", subject=subject)
    notices_send(access=Access.system("tests"), to=[to.uid], telling=telling)


def appraising(*names: str) -> tuple[Cast, Cycle]:
    """An open cycle in which the kasubag is to score the people."""
    people = cast(*names)
    cycle = opened(people)
    named(people, cycle)
    return people, cycle


def offered(giver: User, taker: User, by: User | None = None) -> Offer:
    """What would pass."""
    asker = access(by or giver)
    one = giver_for(asker, giver.uid if by else None, DAY)
    return offer_of(asker, giver=one, taker=taker_among(asker, takers(one, DAY), taker.uid, DAY))


def handed(
    giver: User, taker: User, by: User | None = None, parts: Sequence[str] = tuple(EVERY), **more: str
) -> Handover:
    """All of it, handed over as it was shown."""
    offer = offered(giver, taker, by)
    given = HandoverDraft(
        giver=giver.uid if by else None,
        taker=taker.uid,
        parts=parts,
        digest=more.pop("digest", offer.digest),
        dated_on=DAY,
        **more,
    )
    with clock.standing_at(make.noon(DAY)):
        return handover_make(access=access(by or giver), draft=given)
