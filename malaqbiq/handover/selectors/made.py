"""Handovers that were made, for those whom they concern and who oversees them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils.functional import Promise

from malaqbiq.accounts.passing import passings
from malaqbiq.decrees.documents.logos import logo_names
from malaqbiq.decrees.documents.render import Sheet
from malaqbiq.decrees.selectors.drafts import sheet_pdf
from malaqbiq.decrees.selectors.sheets import logo_folder
from malaqbiq.handover.models import Handover, Item
from malaqbiq.handover.rules.papers import Said, Side, Thing, handover_page
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.installation import is_demo
from malaqbiq.organization.selectors import unit_tree

OVERSEERS = (Role.ADMINISTRATOR, Role.SECRETARY, Role.AUDITOR)
"""Who sees the handovers of his work units; everybody sees those in which he gave or took."""


@dataclass(frozen=True, slots=True)
class Made:
    """A handover in a list: how many things of each kind passed."""

    handover: Handover
    counts: Sequence[tuple[Promise | str, int]]

    @property
    def uid(self) -> UUID:
        """The handover's."""
        return self.handover.uid


def handovers_seen(access: Access) -> QuerySet[Handover]:
    """Those in which the asker gave or took, and those of the work units that he oversees."""
    units = access.units(*OVERSEERS)
    found = Handover.objects.select_related("work_unit")
    mine = Q(giver=access.actor) | Q(taker=access.actor)
    return found if units is None else found.filter(mine | Q(work_unit__code__in=units))


def handover_seen(access: Access, uid: UUID) -> Handover:
    """One of them; Handover.DoesNotExist for any other."""
    return handovers_seen(access).get(uid=uid)


def handovers_filled(handovers: Sequence[Handover]) -> list[Made]:
    """Handovers with their counts, in one statement."""
    rows = Item.objects.filter(handover__in=handovers).order_by().values_list("handover", "part")
    counts: dict[int, list[tuple[str, int]]] = {}
    for handover, part, many in rows.annotate(many=Sum("count")).order_by("handover", "part"):
        counts.setdefault(handover, []).append((part, many))
    labels = part_labels()
    return [Made(one, [(labels.get(part, part), many) for part, many in counts.get(one.pk, ())]) for one in handovers]


def part_labels() -> Mapping[str, Promise | str]:
    """What kinds of things are called, by key."""
    return {passing.key: passing.label for passing in passings()}


def items_of(handover: Handover) -> list[Item]:
    """What passed, in its order."""
    return list(handover.items.order_by("ordinal"))


def givers_named(access: Access, handovers: Collection[UUID]) -> Mapping[UUID, str]:
    """Who gave, of handovers that the asker sees."""
    return dict(handovers_seen(access).filter(uid__in=handovers).values_list("uid", "giver_name"))


def handover_pdf(access: Access, handover: Handover, *, size: str) -> bytes:
    """The berita acara as PDF/A on ``a4`` or ``f4``. RenderingFailed if it can't be made."""
    names = unit_tree(access, day=handover.dated_on).names
    things = [
        Thing(item.part, item.label, names.get(item.unit_code, item.unit_code), item.count)
        for item in items_of(handover)
    ]
    said = Said(
        number=handover.number,
        dated_on=handover.dated_on,
        giver=Side(handover.giver_name, handover.giver_number, handover.giver_roles),
        taker=Side(handover.taker_name, handover.taker_number, handover.taker_roles),
        actor=handover.actor_name,
        reason=handover.reason,
        knower=handover.knower,
        head=handover.letterhead,
        unit=handover.work_unit.name,
    )
    page = handover_page(said, things, logo_names(logo_folder()).get(handover.work_unit.code))
    title = f"Berita Acara Serah Terima {handover.dated_on:%Y-%m-%d}"
    return sheet_pdf(Sheet([page], size, handover.dated_on, title, handover.work_unit.name, demo=is_demo()))
