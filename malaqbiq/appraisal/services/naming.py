"""Who appraises whom, component by component."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.errors import EntriesRefused, EntryProblem, NotPossible
from malaqbiq.appraisal.models import Appraiser, Score
from malaqbiq.appraisal.rules.conduct import Around, Judge, why_not_appraise
from malaqbiq.appraisal.rules.instrument import Instrument, Kind
from malaqbiq.appraisal.selectors.around import judges
from malaqbiq.appraisal.selectors.seen import KEEPERS, cycle_seen
from malaqbiq.appraisal.services.holding import appraisee_held, require_open
from malaqbiq.appraisal.services.rounds import ROWS_AT_ONCE, UNKNOWN, Round, rounds
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop


@dataclass(frozen=True, slots=True)
class Naming:
    """That somebody appraises a component of a person."""

    person: UUID
    component: str
    appraiser: UUID


@transaction.atomic
def appraisers_assign(*, access: Access, cycle: UUID, namings: Sequence[Naming], progress: Progress = SILENT) -> int:
    """Name appraisers, all or none; the number of them that are new.

    A peer joins the others; for any other component the new one takes the place of the one before, whose score stays
    until it is changed. EntriesRefused names every naming of oneself, of close family, or of what has no appraiser.
    """
    seen = cycle_seen(access=access, cycle=cycle)
    instrument = seen.rules
    kin = judges({naming.appraiser for naming in namings}, clock.today(seen.office.zone))
    problems: list[EntryProblem] = []
    count = 0
    progress.stage(gettext_noop("naming appraisers"), len(namings))
    for batch in rounds(access=access, cycle=seen, entries=namings):
        for code in {row.work_unit.code for row in batch.people.values()}:
            access.require(code, *KEEPERS)
        problems.extend(_problems(instrument, kin, batch))
        if not problems:
            count += _name(instrument, batch)
        progress.advance(len(batch.entries))
    if problems:
        raise EntriesRefused(problems)
    activity_record(
        access=access,
        action="appraisal.name",
        unit_code=seen.office.code,
        subject_uid=seen.uid,
        detail={"named": count},
    )
    return count


@transaction.atomic
def appraiser_remove(*, access: Access, cycle: UUID, naming: Naming) -> None:
    """Take back a naming; NotPossible if the appraiser has given a score for it, Appraiser.DoesNotExist if none was."""
    appraisee = appraisee_held(access=access, cycle=cycle, person=naming.person, roles=KEEPERS)
    require_open(cycle=appraisee.cycle)
    found = appraisee.appraisers.get(component=naming.component, person__uid=naming.appraiser)
    given = Score.objects.filter(appraisee=appraisee, component=naming.component, appraiser__uid=naming.appraiser)
    if given.exists():
        raise NotPossible(
            gettext_noop("this appraiser has given a score already"), gettext_noop("name another, who can change it")
        )
    found.delete()
    activity_record(
        access=access,
        action="appraisal.unname",
        unit_code=appraisee.work_unit.code,
        subject_uid=naming.person,
        detail={"component": naming.component},
    )


def _problems(instrument: Instrument, kin: Mapping[UUID, Judge], batch: Round[Naming]) -> Iterator[EntryProblem]:
    single: dict[tuple[UUID, str], UUID] = {}
    for position, naming in batch.entries:
        why = _why_not(instrument, kin, batch, naming)
        component = instrument.component(naming.component)
        if why is None and component and component.kind is not Kind.PEERS:
            first = single.setdefault((naming.person, naming.component), naming.appraiser)
            if first != naming.appraiser:
                why = Words(gettext_noop("this component has only one appraiser"))
        if why is not None:
            yield EntryProblem(position, naming.person, naming.component, why)


def _why_not(instrument: Instrument, kin: Mapping[UUID, Judge], batch: Round[Naming], naming: Naming) -> Words | None:
    if naming.person not in batch.people:
        return UNKNOWN
    component = instrument.component(naming.component)
    if component is None:
        return Words(gettext_noop("the instrument has no component %(key)s"), {"key": naming.component})
    if component.kind is Kind.ATTENDANCE:
        return Words(gettext_noop("attendance comes from the attendance records"))
    return why_not_appraise(kin[naming.appraiser], Around(naming.person))


def _name(instrument: Instrument, batch: Round[Naming]) -> int:
    wanted = {
        (batch.people[naming.person].pk, naming.component, naming.appraiser) for _position, naming in batch.entries
    }
    peers = {component.key for component in instrument.components if component.kind is Kind.PEERS}
    single = {(pk, component) for pk, component, _person in wanted if component not in peers}
    rows = Appraiser.objects.filter(appraisee__in=batch.keys).values_list("pk", "appraisee", "component", "person__uid")
    there = {(appraisee, component, person): pk for pk, appraisee, component, person in rows}
    gone = [pk for triple, pk in there.items() if triple[:2] in single and triple not in wanted]
    Appraiser.objects.filter(pk__in=gone).delete()
    new = [
        Appraiser(appraisee_id=pk, component=component, person_id=person)
        for pk, component, person in sorted(wanted - there.keys())
    ]
    Appraiser.objects.bulk_create(new, batch_size=ROWS_AT_ONCE)
    return len(new)
