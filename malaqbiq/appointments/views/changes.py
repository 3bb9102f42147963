"""Struktur baru: what was received, what it makes of posts and holders, and letting it take effect."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.appointments.forms import ChangeForm, pairs_posted
from malaqbiq.appointments.labels import BECOMINGS, OUTCOME_TONES, OUTCOMES, TONES
from malaqbiq.appointments.models import Change
from malaqbiq.appointments.rules.changing import Becoming, Outcome
from malaqbiq.appointments.selectors.changes import (
    CHANGERS,
    READERS,
    ChangePlan,
    change_plan,
    change_seen,
    changes_seen,
)
from malaqbiq.appointments.services import (
    change_discard,
    change_draft,
    change_file_attach,
    change_pairs_set,
    change_record,
)
from malaqbiq.appointments.views.acts import Act, tried
from malaqbiq.kernel.downloads import file_response
from malaqbiq.kernel.files import file_read
from malaqbiq.regulations.selectors import regimes
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, version_quoted


@audience(*READERS)
@require_safe
def changes(request: PageRequest) -> HttpResponse:
    """The structures that took or are to take effect, the latest first."""
    titles = {row.regime: row.title for row in regimes(request.access)}
    found = [(one, titles.get(one.regime, one.regime)) for one in changes_seen(request.access)]
    context = {"changes": found, "may_change": _may_change(request)}
    return page(request, "appointments/changes.html", context)


@audience(*CHANGERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def new(request: PageRequest) -> HttpResponse:
    """Write down what was received; what it makes of posts and holders is then looked at."""
    posted = request.method == "POST"
    form = ChangeForm(request.access, request.today, request.POST if posted else None)
    if posted and form.is_valid():
        with errors_told(form):
            made = change_draft(access=request.access, draft=form.draft())
            return redirect("structure-change", uid=made.uid)
    return page(request, "appointments/change_new.html", {"form": form}, status=422 if posted else 200)


@audience(*READERS)
@require_safe
@theirs
def change(request: PageRequest, uid: UUID) -> HttpResponse:
    """Old and new side by side, what becomes of everybody, and the press that lets it take effect."""
    found = change_seen(request.access, uid)
    return _shown(request, found)


@audience(*CHANGERS)
@require_POST
@theirs
def pairs(request: PageRequest, uid: UUID) -> HttpResponse:
    """Which new unit goes on from which old one, and who goes on with it."""
    found = change_seen(request.access, uid)
    plan = change_plan(request.access, found)

    def act() -> str:
        posted = pairs_posted(request.POST, plan)
        change_pairs_set(access=request.access, change=uid, version=version_quoted(request), pairs=posted)
        return _("What becomes of the units is kept.")

    return _done(request, found, act)


@audience(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def file(request: PageRequest, uid: UUID) -> HttpResponse:
    """The scan of the regulation; posted, it is attached."""
    found = change_seen(request.access, uid)
    if request.method != "POST":
        if found.file is None:
            raise Http404
        return file_response(found.file, file_read(file=found.file))
    sent = request.FILES.get("file")

    def act() -> str:
        content, name = (sent.read(), sent.name or "") if sent else (b"", "")
        change_file_attach(access=request.access, change=uid, content=content, name=name)
        return _("The file is attached.")

    return _done(request, found, act)


@audience(*CHANGERS)
@require_POST
@theirs
def recording(request: PageRequest, uid: UUID) -> HttpResponse:
    """It takes effect, by a received decree."""

    def act() -> str:
        change_record(access=request.access, change=uid, version=version_quoted(request))
        return _("The structure is recorded: its posts are in force from its first day.")

    return _done(request, change_seen(request.access, uid), act)


@audience(*CHANGERS)
@require_POST
@theirs
def discarding(request: PageRequest, uid: UUID) -> HttpResponse:
    """Throw the draft away."""
    found = change_seen(request.access, uid)

    def act() -> str:
        change_discard(access=request.access, change=uid, version=version_quoted(request))
        return _("The draft was thrown away.")

    return _done(request, found, act, to=reverse("structure-changes"))


def _done(request: PageRequest, found: Change, act: Act, to: str = "") -> HttpResponse:
    """Do it and go on to the page, or show the page with why it was refused."""
    refused, status = tried(request, act)
    if refused:
        return _shown(request, change_seen(request.access, found.uid), refused, status)
    return redirect(to or reverse("structure-change", args=[found.uid]))


def _shown(request: PageRequest, found: Change, refused: str = "", status: int = 200) -> HttpResponse:
    plan = change_plan(request.access, found)
    may = not request.is_other_day and request.access.covers(found.office.code, *CHANGERS)
    context = {
        "change": found,
        "plan": plan,
        "refused": refused,
        "lines": [
            (
                line,
                plan.old.get(line.old, ""),
                plan.new.get(line.new, ""),
                BECOMINGS[line.becoming],
                TONES[line.becoming],
            )
            for line in plan.lines
        ],
        "editing": _editing(plan) if may and not found.is_recorded else [],
        "outcomes": [(OUTCOMES[one], OUTCOME_TONES[one], plan.counts[one]) for one in Outcome if plan.counts[one]],
        "may_change": may,
        "by": actor_names([found.drafted_by]).get(found.drafted_by, ""),
    }
    return page(request, "appointments/change.html", context, status=status)


def _editing(plan: ChangePlan) -> list[tuple[str, str, list[str], bool]]:
    """Each new unit with the old ones that it goes on from, a place for one more, and whether its leader goes on."""
    rows: list[tuple[str, str, list[str], bool]] = []
    for code, name in plan.new.items():
        own = [line for line in plan.lines if line.new == code and line.becoming is not Becoming.NEW]
        rows.append((code, name, [*(line.old for line in own), ""], any(line.carries for line in own)))
    return rows


def _may_change(request: PageRequest) -> bool:
    return not request.is_other_day and bool(request.access.everything or request.access.units(*CHANGERS))
