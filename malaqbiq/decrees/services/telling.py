"""Who is told of a step with decrees: who may approve them, who drafted and submitted them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from malaqbiq.accounts.selectors import role_holders, uids_of, users_of_people
from malaqbiq.accounts.services import Telling, notices_send, notices_settle
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.notices import ABOUT_YOU, APPROVED, ISSUED, RETURNED, SUBMITTED, SUBMITTED_MANY
from malaqbiq.decrees.selectors.hands import hands_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit

FEW = 3
"""Of so many decrees submitted at once each is told by itself; of more their number."""


def submitted_tell(*, access: Access, decrees: Sequence[Decree]) -> None:
    """Tell those nearest to the office who may approve."""
    hands = hands_of(decrees)
    for office, found in _by_office(decrees).items():
        to = role_holders(
            Role.SECRETARY,
            unit_code=office.code,
            day=clock.today(office.zone),
            without=frozenset().union(*(hands[decree.pk].barred for decree in found)),
        )
        if len(found) <= FEW:
            for decree in found:
                notices_send(access=access, to=to, telling=_telling(SUBMITTED, decree, _review("approve", decree)))
            continue
        many = Telling(
            kind=SUBMITTED_MANY,
            path=_review("approve"),
            subject=office.uid,
            unit_code=office.code,
            params={"count": len(found)},
        )
        notices_send(access=access, to=to, telling=many)


def approved_tell(*, access: Access, decrees: Sequence[Decree]) -> None:
    """Tell who keeps it and who submitted; nobody is asked to approve any more."""
    _settle(access, decrees)
    for decree, to in _makers(decrees):
        notices_send(access=access, to=to, telling=_telling(APPROVED, decree, _review("issue", decree)))


def returned_tell(*, access: Access, decrees: Sequence[Decree], submitters: Mapping[UUID, str]) -> None:
    """Tell who keeps it and who had submitted (by the decrees' uids); nobody is asked to approve any more."""
    _settle(access, decrees)
    for decree, makers in _makers(decrees):
        to = {*makers, *uids_of([submitters.get(decree.uid, "")])}
        notices_send(access=access, to=to, telling=_telling(RETURNED, decree, reverse("decree", args=[decree.uid])))


def issued_tell(*, access: Access, decrees: Sequence[Decree]) -> None:
    """Tell who keeps it and who submitted."""
    for decree, to in _makers(decrees):
        notices_send(access=access, to=to, telling=_telling(ISSUED, decree, reverse("decree", args=[decree.uid])))


def about_tell(*, access: Access, decree: Decree) -> None:
    """Tell whom an issued decree is about, those of them who sign in. One statement where nobody does."""
    people = Entry.objects.filter(decree=decree, person__isnull=False).values("person__uid")
    if to := users_of_people(people).values():
        telling = _telling(ABOUT_YOU, decree, f"{reverse('mine')}#{decree.uid}")
        notices_send(access=access, to=to, telling=telling)


def _makers(decrees: Sequence[Decree]) -> Iterator[tuple[Decree, list[UUID]]]:
    """Each decree with who keeps it and who submitted it."""
    hands = hands_of(decrees)
    for decree in decrees:
        yield decree, uids_of([hands[decree.pk].keeper, decree.submitted_by])


def _telling(kind: str, decree: Decree, path: str) -> Telling:
    return Telling(kind=kind, path=path, subject=decree.uid, unit_code=decree.office.code)


def _review(act: str, decree: Decree | None = None) -> str:
    query = {"act": act, "pick": str(decree.uid)} if decree else {"act": act}
    return f"{reverse('decree-review')}?{urlencode(query)}"


def _settle(access: Access, decrees: Sequence[Decree]) -> None:
    """No decree asks for approval any more; nor does an office of which none waits."""
    subjects = [decree.uid for decree in decrees]
    notices_settle(access=access, subjects=subjects, kinds=[SUBMITTED])
    offices = _by_office(decrees)
    waiting = Decree.objects.filter(state=Decree.State.SUBMITTED, office__in=offices).values_list("office", flat=True)
    done = {office.uid for office in offices} - set(waiting)
    notices_settle(access=access, subjects=done, kinds=[SUBMITTED_MANY])


def _by_office(decrees: Iterable[Decree]) -> dict[WorkUnit, list[Decree]]:
    found: defaultdict[WorkUnit, list[Decree]] = defaultdict(list)
    for decree in decrees:
        found[decree.office].append(decree)
    return found
