"""Reports and letters as PDF."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.decrees.documents.logos import logo_names
from malaqbiq.decrees.documents.render import Sheet
from malaqbiq.decrees.rules.papers.compose import title_lines
from malaqbiq.decrees.rules.papers.wording import long_day
from malaqbiq.decrees.selectors.drafts import sheet_pdf
from malaqbiq.decrees.selectors.sheets import logo_folder
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.installation import is_demo
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import long_name
from malaqbiq.organization.selectors import unit_profile
from malaqbiq.reports.models import Letter
from malaqbiq.reports.rules.papers import Head, letter_page, month_name, report_page
from malaqbiq.reports.selectors.board import READERS
from malaqbiq.reports.selectors.reading import MonthOfUnit

SIZE = "a4"


def report_pdf(access: Access, shown: MonthOfUnit, *, day: date) -> bytes:
    """The report that a page shows, as PDF/A; one that was not sent says so. RenderingFailed if it can't be made."""
    sent = shown.chosen.report if shown.chosen else None
    said = f"versi {sent.version}, dikirim {long_day(sent.sent_at.date())}" if sent else "belum dikirim"
    names = {one.line.person: one.name for one in shown.lines}
    head = head_of(access, shown.unit, shown.month.start.year)
    page = report_page(head, shown.unit.name, shown.content, names, said, sent.digest if sent else "")
    title = f"Laporan Bulanan PPNPN {shown.unit.name} {month_name(shown.content.month)}"
    return sheet_pdf(Sheet([page], SIZE, day, title, shown.unit.name, draft=sent is None, demo=is_demo()))


def letter_pdf(letter: Letter) -> bytes:
    """A covering letter as PDF/A. RenderingFailed if it can't be made."""
    logo = logo_names(logo_folder()).get(letter.office.code)
    page = letter_page(letter.number, letter.dated_on, letter.content, logo)
    title = f"Surat Pengantar {letter.number}"
    return sheet_pdf(Sheet([page], SIZE, letter.dated_on, title, letter.office.name, demo=is_demo()))


def head_of(access: Access, unit: WorkUnit, year: int) -> Head:
    """The letterhead of a work unit in a year."""
    profile = unit_profile(access, unit=unit.code, year=year)
    address = " · ".join(profile.letterhead) if profile else ""
    return Head(title_lines(long_name(unit.name)), address, logo_names(logo_folder()).get(unit.code))


def letters_read(access: Access) -> QuerySet[Letter]:
    """The letters of the offices that the asker reads, the newest first."""
    units, found = access.units(*READERS), Letter.objects.select_related("office").order_by("-month", "-made_at")
    return found if units is None else found.filter(office__code__in=units)


def letters_of(access: Access, office: str, month: date) -> list[Letter]:
    """The letters of an office (by code) over a month (its first day), the newest first, if the asker reads them."""
    return list(letters_read(access).filter(office__code=office, month=month))


def letter_read(access: Access, uid: UUID) -> Letter:
    """A letter of an office that the asker reads; Letter.DoesNotExist for any other."""
    return letters_read(access).get(uid=uid)
