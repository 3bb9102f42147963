"""The years after the story, for measuring: each January everybody's contract goes on, paid at the year's floor.

Whoever stands under a floor that isn't known is not extended: what has no source is not made up, and so a few leave.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.issuers import issuers
from malaqbiq.decrees.services import DecreeDraft, decree_approve, decree_submit, decrees_draft, decrees_issue
from malaqbiq.home.story.plan import NEXT_YEAR, at
from malaqbiq.home.story.stage import OFFICER, SECRETARY
from malaqbiq.kernel import clock
from malaqbiq.kernel.installation import demo_record
from malaqbiq.kernel.models import Installation
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.selectors.limits import law_of_day
from malaqbiq.pay.services.composing import ContractOrder, contract_entries, entries_by_unit
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.service.selectors import serving

LAST_YEAR = 2026
KIND = "contract-extension"


def rounds_issued(progress: Progress = SILENT) -> dict[str, int]:
    """Issue the extensions of 2023 to 2026 on top of the story's; how many own decrees and entries there are then."""
    for year in range(NEXT_YEAR.start.year + 1, LAST_YEAR + 1):
        with clock.standing_at(at(date(year, 1, 5), 9)):
            decrees = decrees_draft(access=OFFICER, drafts=list(_drafts(date(year, 1, 1))))
            _issue(decrees, progress)
            demo_record(seed=Installation.objects.get().seed or 0, clock_at=clock.now())
    own = Decree.objects.filter(origin=Origin.OWN, place__isnull=False)
    return {"decrees": own.count(), "entries": Entry.objects.filter(decree__in=own).count()}


def _drafts(start: date) -> Iterator[DecreeDraft]:
    """One extension a work unit, by whoever issues it."""
    law = law_of_day(OFFICER, start)
    staff = [one for one in serving(OFFICER, start - DAY) if isinstance(law.wage(one.unit_code), Floor)]
    orders = [ContractOrder.extending(one, date(start.year, 12, 31)) for one in staff]
    by_unit = entries_by_unit(entries=contract_entries(access=OFFICER, orders=orders))
    units = {unit.uid: unit for unit in WorkUnit.objects.all()}
    uids = {unit.code: uid for uid, unit in units.items()}
    named = issuers(OFFICER, kind=KIND, codes=[units[uid].code for uid in by_unit], day=start)
    for uid, entries in by_unit.items():
        issuer = named[units[uid].code]
        title = f"Perpanjangan tenaga kontrak {units[uid].name} tahun {start.year}"
        yield DecreeDraft(uids[issuer.office], KIND, issuer.authority, title, entries, effective_on=start)


def _issue(decrees: list[Decree], progress: Progress) -> None:
    approved = []
    for decree in decrees:
        submitted = decree_submit(access=OFFICER, decree=decree.uid, version=decree.version)
        agreed = decree_approve(access=SECRETARY, decree=decree.uid, digest=submitted.content_digest)
        approved.append((agreed.uid, agreed.content_digest))
    decrees_issue(access=SECRETARY, approved=approved, progress=progress)
