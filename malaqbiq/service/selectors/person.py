"""What stands for one person on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists

from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.reading import once
from malaqbiq.organization.rules.names import post_name
from malaqbiq.people.models import Person
from malaqbiq.people.rules import full_name
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import HomeUnit
from malaqbiq.service.selectors.careers import decreed_after

OTHERS = tuple(role for role in Role if role is not Role.STAFF)
"""Who is shown other people's pages. Staff see their own."""


@dataclass(frozen=True, slots=True)
class PersonNow:
    """Who a person is and what stands for him on a day; empty and None where nothing does. A first day that nobody told
    is None too: `recorded` is the day on which the opening told that he serves.

    `unit_code` is the home unit's, of somebody out of service that of the last one; `serves` tells. `last_day` is the
    last day of the contract, `duty_until` that of the Surat Tugas.
    """

    uid: UUID
    name: str
    nip: str
    serves: bool
    status: str
    job_family: str
    since: date | None
    recorded: date | None
    last_day: date | None
    origin: str
    unit: UUID | None
    unit_code: str
    unit_name: str
    home_since: date | None
    duty_code: str
    duty_name: str
    duty_until: date | None
    post: str
    post_state: str
    post_since: date | None
    cited: bool
    decreed_after: bool
    grade: str
    grade_since: date | None

    @property
    def is_undecreed(self) -> bool:
        """Whether contract staff serve by what the opening told alone, it named no decree, and none goes on from it."""
        return self._is_opened and not self.cited and not self.decreed_after

    @property
    def decreed_from(self) -> date | None:
        """Of who serves by the opening alone, the day from which a decree goes on; None where none does."""
        if self._is_opened and not self.cited and self.decreed_after and self.last_day:
            return self.last_day + DAY
        return None

    @property
    def is_cited(self) -> bool:
        """Whether contract staff serve by an old decree that the opening named, and by none of this office yet."""
        return self._is_opened and self.cited

    @property
    def _is_opened(self) -> bool:
        return self.status in CONTRACT_WORKERS and self.origin == Origin.OPENING

    def is_seen_by(self, access: Access, *roles: Role) -> bool:
        """Whether the asker is this person, or holds one of the roles on his home unit or on where he is on duty."""
        return self.is_read_by(access, *roles) or bool(self.duty_code and access.covers(self.duty_code, *roles))

    def is_read_by(self, access: Access, *roles: Role) -> bool:
        """Whether the asker is this person, or holds one of the roles on his home unit, which keeps his file."""
        own = access.everything or access.person == self.uid
        return own or bool(self.unit_code and access.covers(self.unit_code, *roles))


@once
def person_now(access: Access, day: date, uid: UUID) -> PersonNow:
    """Who somebody is and what stands for him on a day. Person.DoesNotExist for whom the asker may not see.

    Seen is whom `people_visible` shows to other roles than staff, oneself, and who is out of service that day by the
    work unit that was his home last. One statement; two more for who is out of service.
    """
    facts = _people(day).filter(uid=uid).values(*FACTS).get()
    home = (facts["home__work_unit_id"], facts["home__work_unit__code"], facts["home__work_unit__name"])
    if home[0] is None:
        # Who never had a home is seen by the unit that entered him.
        home = _last_home(uid, day) or (None, facts["entered_unit"], "")
    found = _now(facts, home)
    if not found.is_seen_by(access, *OTHERS):
        raise Person.DoesNotExist
    return found


FACTS = (
    *("uid", "name", "title_front", "title_back", "nip", "entered_unit"),
    *("job__status", "job__job_family", "job__origin", "job__valid_from", "job__valid_until"),
    *("job__since_unknown", "job__cited", "decreed_after"),
    *("home__work_unit_id", "home__work_unit__code", "home__work_unit__name", "home__valid_from"),
    *("duty__work_unit__code", "duty__work_unit__name", "duty__valid_until"),
    *("held__post__position_name", "held__post__work_unit__name", "held__state"),
    *("held__valid_from", "held__since_unknown"),
    *("ranked__grade", "ranked__valid_from", "ranked__since_unknown"),
)


def _people(day: date) -> Any:
    return Person.objects.annotate(
        job=standing_on("employment_rows", day),
        home=standing_on("homeunit_rows", day),
        duty=standing_on("dutyunit_rows", day),
        held=standing_on("postheld_rows", day),
        ranked=standing_on("rank_rows", day),
        decreed_after=Exists(decreed_after("uid", "job__valid_until")),
    )


def _last_home(uid: UUID, day: date) -> tuple[UUID, str, str] | None:
    """The home that somebody had last before a day; one to come if he had none before."""
    homes = HomeUnit.objects.known().filter(person__uid=uid)
    unit = ("work_unit_id", "work_unit__code", "work_unit__name")
    before = homes.filter(valid_until__lte=day).order_by("-valid_until").values_list(*unit).first()
    return before or homes.order_by("valid_from").values_list(*unit).first()


def _now(facts: dict[str, Any], home: tuple[UUID | None, str, str]) -> PersonNow:
    named = full_name(facts["title_front"], facts["name"], facts["title_back"])
    until, duty_until = facts["job__valid_until"], facts["duty__valid_until"]
    return PersonNow(
        uid=facts["uid"],
        name=named,
        nip=facts["nip"] or "",
        serves=facts["job__status"] is not None,
        status=facts["job__status"] or "",
        job_family=facts["job__job_family"] or "",
        since=_told(facts, "job"),
        recorded=facts["job__valid_from"],
        last_day=until - DAY if until else None,
        origin=facts["job__origin"] or "",
        unit=home[0],
        unit_code=home[1],
        unit_name=home[2],
        home_since=_home_since(facts),
        duty_code=facts["duty__work_unit__code"] or "",
        duty_name=facts["duty__work_unit__name"] or "",
        duty_until=duty_until - DAY if duty_until else None,
        post=post_name(facts["held__post__position_name"] or "", facts["held__post__work_unit__name"] or ""),
        post_state=facts["held__state"] or "",
        post_since=_told(facts, "held"),
        cited=bool(facts["job__cited"]),
        decreed_after=facts["decreed_after"],
        grade=facts["ranked__grade"] or "",
        grade_since=_told(facts, "ranked"),
    )


def _told(facts: dict[str, Any], relation: str) -> date | None:
    """Since when something stands; None where nobody told."""
    since: date | None = facts[f"{relation}__valid_from"]
    return None if facts[f"{relation}__since_unknown"] else since


def _home_since(facts: dict[str, Any]) -> date | None:
    """Since when the home unit is the home: of the first one as long as of the service itself."""
    since: date | None = facts["home__valid_from"]
    return _told(facts, "job") if since == facts["job__valid_from"] else since
