"""A post for which somebody is to stand in: how it stands, for how long, who may, and why others may not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from malaqbiq.decrees.selectors.issuers import Issuer, issuers
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Post
from malaqbiq.regulations.selectors import terms
from malaqbiq.service.effects import Capacity, Holding
from malaqbiq.service.models import Acting
from malaqbiq.service.rules.acting import ActingTerms, Covered, StandIn, hindrances
from malaqbiq.service.rules.chart import Seat
from malaqbiq.service.selectors.acting import acting_term, covered_post, stand_ins, vacated_on
from malaqbiq.service.selectors.chart import seats_on

KIND = "acting-order"
ORDERERS = (Role.SDM_OFFICER,)
"""Who drafts orders, and records those that were received."""
MOST = 20
"""People that are listed; more are found by name."""

TOO_OFTEN = gettext_noop("the person's term as Plt of this post was lengthened as often as it may be (%(times)s)")
ELSEWHERE = gettext_noop("stands in for another post in the same way through %(day)s")


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who could be chosen: why he may not be (nothing: he may), which term it would be."""

    who: StandIn
    why_not: tuple[Words, ...]
    place: int = 1

    @property
    def may(self) -> bool:
        """Whether nothing is against it."""
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that an order rests on: the post as it stands on its first day, how it is stood in for, and the terms.

    `last_most` is the last day that the term may have, None where nothing limits it. `until` is the last day of who
    stands in already. `issuer` orders for the post's own people; None where the law table names nobody, or where the
    post is that of who would order.
    """

    post: Post
    seat: Seat | None
    covered: Covered
    capacity: Capacity
    start: date
    said: ActingTerms
    last_most: date | None
    until: date | None
    issuer: Issuer | None
    may_order: bool
    before: Mapping[UUID, int] = field(default_factory=dict)
    elsewhere: Mapping[UUID, date] = field(default_factory=dict)

    def choice(self, who: StandIn) -> Choice:
        """Somebody with what is against him."""
        why, place = list(hindrances(self.said, who, self.covered)), self.before.get(who.person, 0) + 1
        again = self.said.again
        if self.capacity is Capacity.PLT and again is not None and place > again + 1:
            why.append(Words(TOO_OFTEN, {"times": again}))
        if who.person in self.elsewhere:
            why.append(Words(ELSEWHERE, {"day": self.elsewhere[who.person]}))
        return Choice(who, tuple(why), place)


def post_ordered(access: Access, uid: UUID) -> Post:
    """A post of a work unit in which the asker orders; Post.DoesNotExist for any other."""
    post = Post.objects.select_related("work_unit").get(uid=uid)
    if not access.covers(post.work_unit.code, *ORDERERS):
        raise Post.DoesNotExist
    return post


def term_ordered(access: Access, entry: UUID) -> Acting:
    """A term for a post of a work unit in which the asker orders; Acting.DoesNotExist for any other."""
    found = acting_term(entry)
    if not access.covers(found.post.work_unit.code, *ORDERERS):
        raise Acting.DoesNotExist
    return found


def sheet_of(access: Access, post: Post, start: date) -> Sheet:
    """What an order that begins on a day rests on. Nine statements at most, however many people there are."""
    code = post.work_unit.code
    seat = next((one for one in seats_on(access, start, [code]) if one.post == post.uid), None)
    capacity = Capacity.PLH if seat and seat.state == Holding.DEFINITIVE else Capacity.PLT
    said = ActingTerms.of(terms(access), start, code)
    most = said.most(capacity, start)
    meant = Acting.objects.known().filter(Q(valid_until__gt=start) | Q(post__uid=post.uid, capacity=Capacity.PLT))
    rows = list(meant.values_list("post__uid", "person__uid", "capacity", "valid_from", "valid_until"))
    here = [(who, since, until) for one, who, _how, since, until in rows if until and one == post.uid]
    away = {who: until - DAY for one, who, how, _since, until in rows if until and one != post.uid and how == capacity}
    issuer = issuer_for(access, post, code, start)
    return Sheet(
        post=post,
        seat=seat,
        covered=covered_post(access, post, start),
        capacity=capacity,
        start=start,
        said=said,
        last_most=most - DAY if most else None,
        until=max((until - DAY for _who, _since, until in here if until > start), default=None),
        issuer=issuer,
        may_order=issuer is not None and access.covers(issuer.office, *ORDERERS),
        before=_terms_before(post.uid, start, [(who, since) for who, since, _until in here if since < start]),
        elsewhere=away,
    )


def issuer_for(access: Access, post: Post, home: str, day: date) -> Issuer | None:
    """Who orders that somebody of a work unit stands in for a post; nobody for his own: that is ordered from above."""
    found = issuers(access, kind=KIND, codes=[home], day=day).get(home)
    return None if found and heads(post, found.office) else found


def heads(post: Post, office: str) -> bool:
    """Whether a post is the one that leads an office."""
    return post.work_unit.code == office and not post.parent_code


def choices_of(access: Access, sheet: Sheet, *, text: str = "", chosen: UUID | None = None) -> tuple[list[Choice], int]:
    """The people who may stand in, or all whose names have a piece of text in them, at most `MOST`: own unit and level
    first; and how many more there are.
    """
    up = sheet.said.units_up
    near = sheet.covered.lineage if up is None else sheet.covered.lineage[: up + 1]
    units = [code for code in near if access.covers(code, *ORDERERS)]
    found = [sheet.choice(who) for who in stand_ins(sheet.start, units=units)]
    if text:
        found = [one for one in found if text.casefold() in one.who.name.casefold()]
    else:
        found = [one for one in found if one.may]
    levels = {sheet.covered.level: 0}
    found.sort(
        key=lambda one: (
            one.who.person != chosen,
            not one.may,
            units.index(one.who.unit),
            levels.get(one.who.level, 1 if one.who.level else 2),
            one.who.name,
        )
    )
    return found[:MOST], max(0, len(found) - MOST)


def posts_to_choose(access: Access, day: date, codes: Collection[str]) -> Sequence[Seat]:
    """The posts in force in work units in which the asker orders, those that nobody holds definitively first."""
    own = [code for code in codes if access.covers(code, *ORDERERS)]
    return sorted(seats_on(access, day, own), key=lambda seat: (seat.state == "definitive", seat.unit, seat.code))


def _terms_before(post: UUID, day: date, terms: Sequence[tuple[UUID, date]]) -> dict[UUID, int]:
    """How many of the terms (whose, from when) each has had since the post was last held definitively."""
    since = vacated_on([post], day).get(post, date.min) if terms else date.min
    return Counter(who for who, start in terms if start >= since)
