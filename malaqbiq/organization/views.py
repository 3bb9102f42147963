"""Satker & DIPA: what each work unit is in a budget year, and who signs for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.organization.forms import AUTHORITIES, FORMS, EndForm, ProfileForm, SignerForm
from malaqbiq.organization.models import Signer, UnitProfile, WorkUnit
from malaqbiq.organization.rules.mandates import Heir, Lapsed
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form as SigningForm
from malaqbiq.organization.selectors import (
    PROFILE_NEEDED,
    mandate_heirs,
    profile_gaps,
    signers_lapsed,
    signers_of,
    unit_profile,
    unit_profiles,
    units_on,
    units_signed_for,
    work_unit,
)
from malaqbiq.organization.services.profiles import unit_profile_set
from malaqbiq.organization.services.signers import signer_end, signer_record, signer_succeed
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, QuerySource, Shown, dated, table, workbook_response

KEEPERS = (Role.ADMINISTRATOR, Role.SDM_OFFICER)
READERS = (*KEEPERS, Role.SECRETARY, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Line:
    """A work unit in a year: what its profile lacks, and whether its secretary's hand is known."""

    unit: WorkUnit
    gaps: int
    budget: int | None
    is_signed_for: bool
    lapsed: int = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody who signs or signed: for what, in which form; that he can't any more, and who could in his place."""

    signer: Signer
    authority: object
    form: object
    lapse: Lapsed | None = None
    heirs: Sequence[Heir] = ()


@audience(*READERS)
@require_safe
def units(request: PageRequest) -> HttpResponse:
    """The work units that the reader covers, and what is missing of each in the day's budget year."""
    access, day = _reading(request), request.day
    covered = units_on(access, day=day)
    if text := request.GET.get("q", "").strip()[:100]:
        covered = covered.filter(name__icontains=text)
    signed = units_signed_for(access, day=day, authority=Authority.SEKRETARIS)

    def lines(found: Sequence[WorkUnit]) -> list[Line]:
        profiles = unit_profiles(access, year=day.year, units=[unit.code for unit in found])
        gone = Counter(one.unit.code for one, _lapse in signers_lapsed([unit.code for unit in found], day))
        return [_line(unit, profiles.get(unit.code), signed, gone[unit.code]) for unit in found]

    source = QuerySource[WorkUnit, Line](covered, {"": ("code",), "name": ("name", "code")}, lines)
    found = table(request.GET, _columns(), source)
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Work units"), day), _("Work units"), found)
    return page(request, "organization/units.html", {"table": found, "text": text, "year": day.year}, region="list")


@audience(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def unit(request: PageRequest, code: str) -> HttpResponse:
    """A work unit in a budget year (``?year=``): its profile, to be written, and who signs for it."""
    found, year = _unit(request, code, *(KEEPERS if request.method == "POST" else READERS)), _year(request)
    profile = unit_profile(request.access, unit=code, year=year)
    form = ProfileForm(request.POST or None, initial=ProfileForm.of(profile))
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            unit_profile_set(access=request.access, unit=code, year=year, fields=form.said())
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('unit', args=[code])}?year={year}")
    context = _context(request, found, year) | {"form": form, "gaps": profile_gaps(profile), "is_new": profile is None}
    return page(request, "organization/unit.html", context)


@audience(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def signers(request: PageRequest, code: str) -> HttpResponse:
    """Write down who signs for an authority of a work unit."""
    found = _unit(request, code, *KEEPERS)
    asked = {"authority": request.GET.get("authority", Authority.SEKRETARIS), "valid_from": request.today}
    form = SignerForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            signer_record(access=request.access, unit=code, fields=form.said())
            messages.success(request, _("Saved."))
            return redirect("unit", code=code)
    return page(request, "organization/signer.html", {"unit": found, "form": form})


@audience(*KEEPERS)
@require_POST
@theirs
def ending(request: PageRequest, code: str, uid: UUID) -> HttpResponse:
    """End a mandate with a last day."""
    _unit(request, code, *KEEPERS)
    form = EndForm(request.POST)
    signers_of(request.access, unit=code).get(uid=uid)
    if form.is_valid():
        try:
            signer_end(access=request.access, signer=uid, last_day=form.cleaned_data["last_day"])
        except UserError as error:
            messages.error(request, sentence(error))
        else:
            messages.success(request, _("Ended."))
    else:
        messages.error(request, _("Name the last day."))
    return redirect("unit", code=code)


@audience(*KEEPERS)
@require_POST
@theirs
def successor(request: PageRequest, code: str, uid: UUID) -> HttpResponse:
    """End a lapsed mandate and name who holds its post now, in one act."""
    _unit(request, code, *KEEPERS)
    signers_of(request.access, unit=code).get(uid=uid)
    try:
        named = signer_succeed(
            access=request.access, signer=uid, heir=_uid(request.POST.get("heir", "")), day=request.today
        )
    except UserError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("%(name)s signs now.") % {"name": named.name})
    return redirect("unit", code=code)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _context(request: PageRequest, found: WorkUnit, year: int) -> dict[str, object]:
    may_write = request.access.covers(found.code, *KEEPERS) and not request.is_other_day
    gone = dict(signers_lapsed([found.code], request.day))
    heirs = mandate_heirs(gone.values(), request.day)
    hands = [
        Hand(one, _authority(one), _form(one), lapse := gone.get(one), heirs.get(lapse, ()) if lapse else ())
        for one in signers_of(request.access, unit=found.code)
    ]
    return {
        "unit": found,
        "year": year,
        "years": range(2020, request.today.year + 2),
        "hands": hands,
        "may_write": may_write,
    }


def _unit(request: PageRequest, code: str, *roles: Role) -> WorkUnit:
    request.access.require(code, *roles)
    return work_unit(request.access, code=code)


def _reading(request: PageRequest) -> Access:
    """The asker in the roles that read here: staff of a unit do not."""
    kept = {role: codes for role, codes in request.access.roles.items() if role in READERS}
    return Access(request.access.actor, kept, person=request.access.person)


def _year(request: PageRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and 2000 <= int(text[:5]) <= 2100 else request.day.year


def _line(unit: WorkUnit, profile: UnitProfile | None, signed: frozenset[str], lapsed: int) -> Line:
    budget = profile.honorarium_budget if profile else None
    return Line(unit, len(profile_gaps(profile)), budget, unit.code in signed, lapsed)


def _columns() -> list[Column[Line]]:
    return [
        Column("name", _("Work unit"), lambda one: one.unit.name, show=_name, sort=True, width=40),
        Column("code", _("Code"), lambda one: one.unit.code),
        Column("profile", _("Profile"), lambda one: str(_profile(one).text), show=_profile),
        Column("budget", _("Budget for honorarium"), lambda one: one.budget, kind="rupiah"),
        Column(
            "signer",
            _("Secretary signs"),
            lambda one: _("yes") if one.is_signed_for else _("nobody named"),
            show=_signs,
        ),
        Column("lapsed", _("Signers without their post"), lambda one: one.lapsed, show=_lapsed),
    ]


def _name(one: Line) -> Shown:
    return Shown(one.unit.name, reverse("unit", args=[one.unit.code]))


def _profile(one: Line) -> Shown:
    if not one.gaps:
        return Shown(_("complete"), tone="good")
    return Shown(_("%(count)s of %(all)s missing") % {"count": one.gaps, "all": len(PROFILE_NEEDED)}, tone="warn")


def _signs(one: Line) -> Shown:
    return Shown(_("yes"), tone="good") if one.is_signed_for else Shown(_("nobody named"), tone="warn")


def _lapsed(one: Line) -> Shown:
    return Shown(str(one.lapsed), reverse("unit", args=[one.unit.code]), tone="warn") if one.lapsed else Shown("–")


def _authority(one: Signer) -> object:
    return AUTHORITIES.get(Authority(one.authority), one.authority)


def _form(one: Signer) -> object:
    return FORMS[SigningForm(one.form)]
