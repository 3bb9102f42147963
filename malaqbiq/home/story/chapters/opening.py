"""20 December 2021: the opening decrees say what is in force when the story begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.services import EntryDraft, opening_lock, opening_record
from malaqbiq.home.story.plan import CONTRACT_YEAR, ROOT, STRUCTURE, STRUCTURE_SINCE
from malaqbiq.home.story.population import Career, Contract
from malaqbiq.home.story.stage import TELLER, Member, Province, Stage
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.services import posts_materialise
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.service.effects import EngagedV1, PostGivenV1, PostOpenedV1, RankGivenV1, Status, StructureOpenedV1

TITLE = "Keadaan kepegawaian pada awal penggunaan Malaqbiq"

Line = Iterable[EntryDraft]
Posts = dict[tuple[UUID, str], UUID]
"""The posts of a province: by their work unit, and their unit's code in the structure."""


def offices_open(stage: Stage) -> None:
    """One opening decree a province: its structure and posts, who holds them, who serves, who is paid what."""
    stage.progress.stage(gettext_noop("opening decrees"), len(stage.provinces))
    for province in stage.provinces:
        with transaction.atomic():
            posts = _posts(province)
            lines = [*_structures(province), *_posts_in_force(posts), *_people(province, posts, stage)]
            entries = [replace(entry, row=row) for row, line in enumerate(lines, start=1) for entry in line]
            opening_record(access=TELLER, office=province.office, title=TITLE, entries=entries)
        stage.progress.advance()
    opening_lock(access=TELLER)


def _posts(province: Province) -> Posts:
    if province.code == ROOT:
        return {}
    found = posts_materialise(access=TELLER, units=sorted(province.units), regime=STRUCTURE)
    return {(post.work_unit_id, post.unit_code): post.uid for post in found}


def _structures(province: Province) -> Iterator[Line]:
    if province.code == ROOT:
        return
    payload = StructureOpenedV1(regime=STRUCTURE, typology="")
    for _code, unit in sorted(province.units.items()):
        yield [EntryDraft("service.structure_opened", STRUCTURE_SINCE, unit, payload)]


def _posts_in_force(posts: Posts) -> Iterator[Line]:
    payload = PostOpenedV1(regime=STRUCTURE)
    for (unit, _code), post in posts.items():
        yield [EntryDraft("service.post_opened", STRUCTURE_SINCE, unit, payload, post=post)]


def _people(province: Province, posts: Posts, stage: Stage) -> Iterator[Line]:
    for member in province.members:
        unit = province.units[member.who.unit]
        if member.who.career:
            yield _civil_servant(member, member.who.career, unit, posts)
        if member.who.contract:
            yield _contract_worker(member, member.who.contract, unit, stage.floors_before[province.code])


def _civil_servant(member: Member, career: Career, unit: UUID, posts: Posts) -> Line:
    engaged = EngagedV1(status=Status.PNS, work_unit=unit)
    yield EntryDraft("service.engaged", career.appointed, unit, engaged, person=member.uid)
    rank = RankGivenV1(grade=career.grade)
    yield EntryDraft("service.rank_given", career.grade_since, unit, rank, person=member.uid)
    if career.post_since:
        post = posts[unit, career.post]
        given = PostGivenV1(person=member.uid, post=post)
        yield EntryDraft("service.post_given", career.post_since, unit, given, person=member.uid, post=post)


def _contract_worker(member: Member, contract: Contract, unit: UUID, floor: Floor) -> Line:
    start, last_day = contract.term.start, CONTRACT_YEAR.last_day
    engaged = EngagedV1(status=Status.PPNPN, job_family=contract.family, work_unit=unit, last_day=last_day)
    yield EntryDraft("service.engaged", start, unit, engaged, person=member.uid)
    term = TermSetV1(
        monthly_amount=contract.monthly_amount,
        floor_amount=floor.amount,
        floor_basis="ump",
        floor_key=floor.key,
        last_day=last_day,
    )
    yield EntryDraft("pay.term_set", start, unit, term, person=member.uid)
