"""The papers of an inauguration: whose they are, what is known for them, and the papers themselves as PDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from malaqbiq.appointments.models import Appointment, Inauguration, OathChoice, PaperNumber, Phase
from malaqbiq.appointments.rules.occasions import Head, Invited, Keeper, Occasion, Official, Sworn
from malaqbiq.appointments.rules.papers import PERSONAL, Page, invitation_of, papers_of, slot, taken_back
from malaqbiq.appointments.selectors.mended import mended_in
from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.selectors.rounds import RELEASERS, RUNNERS, phase_seen
from malaqbiq.decrees.documents.logos import logo_names
from malaqbiq.decrees.documents.render import Sheet
from malaqbiq.decrees.rules.papers.compose import Signer as Hand
from malaqbiq.decrees.rules.papers.compose import signature, title_lines
from malaqbiq.decrees.selectors.drafts import sheet_pdf
from malaqbiq.decrees.selectors.sheets import logo_folder
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.installation import is_demo
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Post, Signer, WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title, long_name, post_title
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.selectors import signers_by_unit, unit_profiles, unit_tree
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.offices import nearest, offices_over
from malaqbiq.regulations.rules.rows import CeremonyPaper, InaugurationTextRow, OathWordsRow, RankRow, Row
from malaqbiq.regulations.selectors.facts import rows_of_tables
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Acting, Holder, PostHeld, Rank

HOUSE = Access.system("papers")
"""Whoever is given a paper reads its head."""
MAKERS = (*RUNNERS, *RELEASERS)
"""Who makes the papers: they tell a religion."""
SEKRETARIS = Authority.SEKRETARIS


@dataclass(frozen=True, slots=True)
class Law:
    """The words of the papers by kind, how oaths begin and end, and the names of ranks, as an office has them."""

    texts: Mapping[CeremonyPaper, InaugurationTextRow]
    oaths: Sequence[OathWordsRow]
    ranks: Mapping[str, str]

    def oath(self, faith: str) -> OathWordsRow | None:
        """The words for a religion, by its key or its name in whatever letters; None for one that nobody knows."""
        asked = faith.strip().casefold()
        return next((one for one in self.oaths if asked and asked in {one.faith, *_names(one)}), None)


def _names(one: OathWordsRow) -> set[str]:
    return {one.name.casefold(), one.name.split()[0].casefold()}


def papers_phase(access: Access, uid: UUID) -> Phase:
    """A phase of which the asker makes the papers; Phase.DoesNotExist for any other."""
    found = phase_seen(access, uid)
    if not access.covers(found.round.office.code, *MAKERS):
        raise Phase.DoesNotExist
    return found


def sworn_at(inauguration: Inauguration) -> list[Appointment]:
    """Whose papers they are: once it is closed, who was sworn in; before, who waits for it. By work unit and post."""
    if inauguration.closed_at is None:
        waiting = [row.pk for row in appointments_waiting(inauguration.phase)]
        found = Appointment.objects.filter(pk__in=waiting)
    else:
        found = inauguration.sworn_in.all()
    rows = found.select_related(
        "decision", "seat__post__work_unit", "person", "oath_choice", "petikan", "mending_scan__file"
    )
    return sorted(rows, key=lambda row: (row.seat.post.work_unit.code, row.seat.post.unit_code, row.seat.post.ordinal))


def words_on(access: Access, phase: Phase, day: date) -> Law:
    """The words as the phase's office has them on a day. One statement."""
    rows = rows_of_tables(access, InaugurationTextRow, OathWordsRow, RankRow, day=day)
    over = offices_over(phase.round.office.code)

    def own(model: type[Row]) -> list[Row]:
        return list(nearest(rows[model], over).values())

    texts = {row.paper: row for row in own(InaugurationTextRow) if isinstance(row, InaugurationTextRow)}
    oaths = [row for row in own(OathWordsRow) if isinstance(row, OathWordsRow)]
    names = [row for row in own(RankRow) if isinstance(row, RankRow)]
    return Law(texts, oaths, {row.grade: f"{row.name} ({row.grade})" for row in names if row.ladder == "PNS"})


def oath_words(access: Access, phase: Phase, day: date) -> Sequence[OathWordsRow]:
    """How oaths begin and end by religion, as the phase's office has it on a day."""
    return words_on(access, phase, day).oaths


def oath_of(row: Appointment, law: Law) -> OathWordsRow | None:
    """The words with which somebody swears: as an officer chose, else by his record; None if neither tells."""
    try:
        choice = row.oath_choice
    except OathChoice.DoesNotExist:
        return law.oath(row.person.religion)
    return law.oath(choice.faith)


def numbers_twice(event: Inauguration, rows: Collection[Appointment]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Numbers that stand on several papers of these people, in whatever letters and however spaced, each with the name
    and the kind of paper (a key). By number. One statement.
    """
    found: defaultdict[str, list[PaperNumber]] = defaultdict(list)
    kept = event.paper_numbers.filter(appointment__in=rows).select_related("appointment__person")
    for one in kept.order_by("number", "appointment_id", "paper", "pk"):
        found["".join(one.number.split()).casefold()].append(one)
    several = [same for same in found.values() if len(same) > 1]
    return [(same[0].number, [(one.appointment.person.full_name, one.paper) for one in same]) for same in several]


Kept = Sequence[tuple[Person, Post]] | None
"""Who kept a post before, each with the post that he held or stood in for; None if nobody did."""


def keepers_of(rows: Sequence[Appointment], day: date) -> dict[UUID, Kept]:
    """Who kept each post (by its uid) before a day, but for who is appointed to it himself: who stood in for it, else
    the demisioner of the posts that it goes on from, else who held it; None if nobody did. Two statements.
    """
    eve, posts = day - DAY, [row.seat.post_id for row in rows]
    own = {row.seat.post_id: row.person_id for row in rows}
    goes_on = F("post__successors__new__uid")
    wanted = Q(goes_on__in=posts, state=Holding.DEMISIONER) | Q(post__uid__in=posts, state=Holding.DEFINITIVE)
    held = Holder.objects.as_of(eve).annotate(goes_on=goes_on).filter(wanted)
    held = held.select_related("person", "post__work_unit").order_by("post__unit_code", "post__ordinal", "pk")
    before: defaultdict[UUID, dict[UUID, tuple[Person, Post]]] = defaultdict(dict)
    itself: defaultdict[UUID, dict[UUID, tuple[Person, Post]]] = defaultdict(dict)
    for one in held:
        found, of = (before, one.goes_on) if one.state == Holding.DEMISIONER else (itself, one.post_id)
        found[of].setdefault(one.person_id, (one.person, one.post))
    acting = Acting.objects.as_of(eve).filter(post__uid__in=posts).select_related("person", "post__work_unit")
    standing = {one.post_id: {one.person_id: (one.person, one.post)} for one in acting}
    kept: dict[UUID, Kept] = {}
    for post in posts:
        ways = (standing.get(post, {}), before[post], itself[post])
        others = [[one for who, one in way.items() if who != own[post]] for way in ways]
        kept[post] = next((way for way in others if way), []) if any(ways) else None
    return kept


def keeper_uids(found: Kept) -> list[UUID] | None:
    """Who they are, of those who kept a post (`keepers_of`)."""
    return None if found is None else [person.uid for person, _post in found]


def number_slot(one: PaperNumber) -> str:
    """The name of a number that is kept."""
    return slot(CeremonyPaper(one.paper), one.keeper_id)


class Papers:
    """All that the papers of an inauguration ask, read once for everybody. About a dozen statements."""

    def __init__(self, access: Access, phase: Phase, event: Inauguration) -> None:
        self._access, self._phase, self._event = access, phase, event
        self.rows = sworn_at(event)
        self.law = words_on(access, phase, event.held_on)
        self._tree = unit_tree(access, day=event.held_on)
        codes = {phase.round.office.code, *(row.seat.post.work_unit.code for row in self.rows)}
        codes |= {above for code in codes if code in self._tree and (above := self._tree.province_of(code))}
        self._units = {unit.code: unit for unit in WorkUnit.objects.filter(code__in=codes)}
        self._profiles = unit_profiles(HOUSE, year=event.held_on.year, units=list(self._units))
        self._signers = signers_by_unit(list(self._units), event.held_on)
        self._logos = logo_names(logo_folder())
        self._occasion = self._occasion_of()

    def invitation(self) -> list[Page]:
        """The invitation; none if nobody has words for it."""
        said = getattr(self._event, "invitation", None)
        invited = Invited(said.number, said.dated_on, said.time, said.attire, said.guests) if said else Invited()
        text = self.law.texts.get(CeremonyPaper.INVITATION)
        return [invitation_of(text, self._occasion, invited, list(self._sworn(self.rows)))] if text else []

    def personal(self, papers: Collection[CeremonyPaper], rows: Sequence[Appointment]) -> list[Page]:
        """The papers of some kinds of some people, each person's together; none of a kind that nobody has words for."""
        kinds = [paper for paper in PERSONAL if paper in papers and paper in self.law.texts]
        return [
            page
            for who in self._sworn(rows)
            for paper in kinds
            for page in papers_of(paper, self.law.texts, self._occasion, who, self.law.oaths)
        ]

    def _occasion_of(self) -> Occasion:
        event, office = self._event, self._phase.round.office
        chief = self._chief(office.code, office)
        signer = self._signers.get(office.code, {}).get(SEKRETARIS)
        leads = signer is not None and signer.name and signer.name.casefold() in event.led_by.casefold()
        return Occasion(
            held_on=event.held_on,
            place=f"{event.place} (secara daring)" if event.online else event.place,
            level=self._phase.level,
            office=long_name(f"Sekretariat {office.name}"),
            leader=event.led_by,
            witnesses=event.witnesses,
            guide=event.guide,
            head=self._head(office),
            chief=chief,
            leading=chief if leads else None,
            is_closed=event.closed_at is not None,
            online=event.online,
        )

    def _sworn(self, rows: Sequence[Appointment]) -> Iterator[Sworn]:
        eve, people = self._event.held_on - DAY, [row.person_id for row in rows]
        ranks = dict(Rank.objects.as_of(eve).filter(person__uid__in=people).values_list("person__uid", "grade"))
        held = PostHeld.objects.as_of(eve).filter(person__uid__in=people).select_related("post__work_unit")
        former = {row.person_id: _title(row.post) for row in held}
        keepers, mended = keepers_of(rows, self._event.held_on), mended_in(rows)
        numbers: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for one in self._event.paper_numbers.all():
            numbers[one.appointment_id][number_slot(one)] = one.number
        for row in rows:
            post, decision = row.seat.post, row.decision
            grade = ranks.get(row.person_id, "")
            yield Sworn(
                name=row.person.full_name,
                nip=row.person.nip or "",
                rank=self.law.ranks.get(grade, grade),
                post=_title(post),
                eselon=post.eselon,
                former_post=former.get(row.person_id, ""),
                authority=decision.authority,
                number=decision.number,
                decided_on=decision.decided_on,
                head=self._head(post.work_unit),
                chief=self._chief_over(post),
                oath=oath_of(row, self.law),
                keepers=_keepers(keepers[post.uid]),
                numbers=numbers[row.pk],
                office=long_name(f"Sekretariat {post.work_unit.name}"),
                taken_back=taken_back(*mended[row.pk].said) if row.pk in mended else "",
            )

    def _head(self, unit: WorkUnit) -> Head:
        profile = self._profiles.get(unit.code)
        address = " · ".join(profile.letterhead) if profile else ""
        return Head(title_lines(long_name(unit.name)), address, unit.seat, self._logos.get(unit.code))

    def _chief_over(self, post: Post) -> Official:
        """The secretary of the post's work unit; of that secretary, the province's; of the province's, nobody here."""
        unit = post.work_unit
        if not post.position_name.startswith("Sekretaris KPU"):
            return self._chief(unit.code, unit)
        above = self._tree.province_of(unit.code)
        if above is None or above == unit.code:
            return Official(lines=("Atasan langsung,",))
        return self._chief(above, self._units[above])

    def _chief(self, code: str, unit: WorkUnit) -> Official:
        signer: Signer | None = self._signers.get(code, {}).get(SEKRETARIS)
        title = authority_title(SEKRETARIS, unit.name)
        hand = Hand(title, signer.name, signer.nip, Form(signer.form), signer.own_title) if signer else Hand(title)
        return Official(signature(hand).lines, hand.name, hand.nip, title)


def _keepers(found: Kept) -> list[Keeper]:
    """Who hands over; one whom nobody knows where nobody kept the post."""
    if found is None:
        return [Keeper()]
    return [Keeper(person.full_name, person.nip or "", _title(post), person.uid) for person, post in found]


def papers_pdf(phase: Phase, event: Inauguration, *, pages: Sequence[Page], size: str) -> bytes:
    """Some papers of an inauguration as one PDF/A on ``a4`` or ``f4``. RenderingFailed if it can't be made."""
    title = f"Naskah pelantikan {event.held_on:%Y-%m-%d}"
    return sheet_pdf(Sheet(pages, size, event.held_on, title, phase.round.office.name, demo=is_demo()))


def _title(post: Post) -> str:
    return long_name(post_title(post.position_name, post.work_unit.name))
