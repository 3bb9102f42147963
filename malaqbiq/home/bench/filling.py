"""A new structure for a whole country, for measuring: it takes effect in all work units at once, and all civil servants
are checked against all of its structural posts.
"""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass

from malaqbiq.appointments.rules.chances import MAY
from malaqbiq.appointments.selectors.candidates import chances
from malaqbiq.appointments.selectors.eligibility import PostKind, law_on, register_on
from malaqbiq.appointments.services import ChangeDraft, change_draft, change_record
from malaqbiq.home.story.chapters.filling import REGULATION
from malaqbiq.home.story.plan import NEW_STRUCTURE, NEW_TYPOLOGY, ROOT, ZONE
from malaqbiq.home.story.stage import OFFICER
from malaqbiq.kernel import clock
from malaqbiq.organization.models import WorkUnit
from malaqbiq.regulations.rules.rows.eligibility import POST_LEVELS
from malaqbiq.service.models import PostInForce

STRUCTURAL = POST_LEVELS[1:]


@dataclass(frozen=True, slots=True)
class Filled:
    """What was done, and for how many seconds: `taking` from the draft of the change to its record, `checking` from
    reading the people to what each lacks for each kind of post. `with_candidates` counts posts for which
    somebody may be named: of whom nothing is known that stands against it.
    """

    units: int
    posts: int
    people: int
    pairings: int
    with_candidates: int
    taking: float
    checking: float


def structure_filled() -> dict[str, float]:
    """The structure of 2020 takes effect today in every work unit that has an older one; then everybody is checked."""
    today = clock.today(ZONE)
    older = PostInForce.objects.as_of(today).exclude(regime=NEW_STRUCTURE).values("post__work_unit__uid")
    units = WorkUnit.objects.filter(uid__in=older).exclude(code=ROOT).order_by("code")
    authority, number, decided_on = REGULATION
    start = time.perf_counter()
    codes = tuple(units.values_list("code", flat=True))
    draft = ChangeDraft(ROOT, NEW_STRUCTURE, today, codes, authority, number, decided_on, NEW_TYPOLOGY)
    change = change_draft(access=OFFICER, draft=draft)
    change_record(access=OFFICER, change=change.uid, version=change.version)
    taken = time.perf_counter()
    names = ("regime", *(f"post__{name}" for name in ("unit_code", "position_name", "level", "eselon")))
    posts = PostInForce.objects.as_of(today).filter(regime=NEW_STRUCTURE, post__level__in=STRUCTURAL)
    sought = [PostKind(*row) for row in posts.values_list(*names)]
    register = register_on(OFFICER, today, law_on(OFFICER, today))
    kinds = sorted(set(sought), key=lambda one: one.key)
    found = chances(register, kinds, {})
    open_to = {kind.key for place, kind in enumerate(kinds) if any(one.lacks[place].standing in MAY for one in found)}
    checked = time.perf_counter()
    return asdict(
        Filled(
            units=len(codes),
            posts=len(sought),
            people=len(register.people),
            pairings=len(sought) * len(register.people),
            with_candidates=sum(kind.key in open_to for kind in sought),
            taking=taken - start,
            checking=checked - taken,
        )
    )
