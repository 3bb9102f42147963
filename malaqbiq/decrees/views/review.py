"""The consequence before the act, and the act: submitting, approving, issuing, giving back."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.costs import cost_together
from malaqbiq.decrees.rules.papers.holes import together
from malaqbiq.decrees.selectors.desk import cards_of, desk_decrees
from malaqbiq.decrees.selectors.waiting import doubled_in
from malaqbiq.decrees.services.reviewing import NEEDED, Act, Examined, decrees_examine
from malaqbiq.decrees.services.stepping import STEPS, Quoted, Taken, decrees_return
from malaqbiq.decrees.views.found import MOST, picked
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.installation import unreached_address
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, text_typed

MOST_OF_A_REASON = 1000
"""Characters."""

TITLES = {
    Act.SUBMIT: gettext_lazy("Before submitting"),
    Act.APPROVE: gettext_lazy("Before approving"),
    Act.ISSUE: gettext_lazy("Before issuing"),
    Act.RETURN: gettext_lazy("Before giving back"),
}
ROUTES = {
    Act.SUBMIT: "decree-submissions",
    Act.APPROVE: "decree-approvals",
    Act.ISSUE: "decree-issues",
    Act.RETURN: "decree-returns",
}


@audience(Role.SDM_OFFICER, Role.SECRETARY)
@require_safe
def review(request: PageRequest) -> HttpResponse:
    """What a step with the named decrees (with all that wait for it, if none is named) would do.

    Everybody in them is looked at for it, which takes its time with many: the page comes at once, and that after it.
    """
    act = Act(wanted) if (wanted := request.GET.get("act", "")) in set(Act) else Act.SUBMIT
    if names := request.GET.getlist("pick"):
        decrees = picked(request.access, names)
    else:
        waiting = desk_decrees(request.access).filter(state__in=NEEDED[act])
        decrees = list(waiting.order_by("pk")[:MOST])
    if decrees and "whole" not in request.GET:
        return _ahead(request, act, decrees)
    return _review(request, act, decrees)


def _ahead(request: PageRequest, act: Act, decrees: Sequence[Decree]) -> HttpResponse:
    """What is known of the decrees without looking at anybody in them: how many, of how many people, at what pay."""
    cards, doubled, asked = cards_of(decrees), doubled_in(decrees), request.GET.copy()
    asked["whole"] = "1"
    context = {
        "title": TITLES[act],
        "cards": cards,
        "doubled": doubled,
        "people": sum(card.people for card in cards) - doubled.too_many,
        "cost": cost_together(card.cost for card in cards),
        "whole": f"{reverse('decree-review')}?{asked.urlencode()}",
    }
    return page(request, "decrees/review_ahead.html", context)


@audience(Role.SDM_OFFICER)
@require_POST
def submissions(request: PageRequest) -> HttpResponse:
    """Drafts, submitted."""
    return _take(request, Act.SUBMIT)


@audience(Role.SECRETARY)
@require_POST
def approvals(request: PageRequest) -> HttpResponse:
    """Submitted decrees, approved."""
    return _take(request, Act.APPROVE)


@audience(Role.SECRETARY, Role.SDM_OFFICER)
@require_POST
def issues(request: PageRequest) -> HttpResponse:
    """Approved decrees, issued."""
    return _take(request, Act.ISSUE)


@audience(Role.SDM_OFFICER, Role.SECRETARY)
@require_POST
def returns(request: PageRequest) -> HttpResponse:
    """Submitted or approved decrees, drafts again."""
    return _take(request, Act.RETURN)


def _take(request: PageRequest, act: Act) -> HttpResponse:
    quoted = list(dict.fromkeys(_quoted(text) for text in request.POST.getlist("quote")))[:MOST]
    decrees = picked(request.access, [str(item.decree) for item in quoted])
    if not quoted:
        messages.error(request, _("Mark at least one decree."))
        return redirect("decrees")
    try:
        if act == Act.RETURN:
            taken = decrees_return(
                access=request.access, quoted=quoted, reason=text_typed(request.POST, "reason", MOST_OF_A_REASON)
            )
        else:
            taken = STEPS[act](access=request.access, quoted=quoted)
    except Forbidden:
        raise Http404 from None
    except UserError as error:
        taken = Taken([], quoted[0], error)
    if taken.done:
        messages.success(request, _told(act, taken.done))
    if taken.error:
        rest = {item.uid for item in decrees} - {item.uid for item in taken.done}
        left = picked(request.access, [str(item.uid) for item in decrees if item.uid in rest])
        return _review(request, act, left, quoted=quoted, error=taken.error)
    return redirect("job", uid=taken.job.uid) if taken.job else redirect(_next(act, taken.done))


def _review(
    request: PageRequest,
    act: Act,
    decrees: Sequence[Decree],
    quoted: Sequence[Quoted] = (),
    error: UserError | None = None,
) -> HttpResponse:
    found = decrees_examine(access=request.access, decrees=decrees, act=act)
    ready = [item for item in found if item.ready]
    context = {
        "act": act,
        "title": TITLES[act],
        "address": reverse(ROUTES[act]),
        "found": found,
        "actors": actor_names([item.decree.submitted_by for item in found]),
        "ready": ready,
        "doubled": doubled_in(decrees),
        "people": len(frozenset[UUID]().union(*(item.everyone for item in ready))),
        "more_a_month": sum(item.more_a_month for item in found),
        "cost": cost_together(item.cost for item in found),
        "holes": together(hole for item in found for hole in item.holes),
        "beginning": {(item.decree.office_id, item.decree.authority): item for item in reversed(found) if item.opens},
        "unreached": unreached_address() if any(item.papers for item in found) else "",
        "held": sum(len(item.things) for item in found),
        "held_on": sum(len(item.things) for item in ready) if act in (Act.SUBMIT, Act.APPROVE) else 0,
        "error": error,
        "stale": _stale(found, quoted),
    }
    return page(request, "decrees/review.html", context, region="review", status=409 if error else 200)


def _stale(found: Sequence[Examined], quoted: Sequence[Quoted]) -> list[tuple[Quoted, Examined]]:
    """What was read and what stands now, where they differ."""
    read = {item.decree: item for item in quoted}
    pairs = [(read[item.decree.uid], item) for item in found if item.decree.uid in read]
    return [(was, now) for was, now in pairs if (was.version, was.digest) != (now.decree.version, now.digest)]


def _quoted(text: str) -> Quoted:
    uid, _colon, rest = text.partition(":")
    version, _colon, digest = rest.partition(":")
    try:
        return Quoted(UUID(uid), int(version), digest[:64])
    except ValueError:
        raise Http404 from None


def _told(act: Act, done: Sequence[Decree]) -> str:
    many = {"count": len(done)}
    match act:
        case Act.SUBMIT:
            return ngettext("%(count)s decree was submitted.", "%(count)s decrees were submitted.", len(done)) % many
        case Act.APPROVE:
            return ngettext("%(count)s decree was approved.", "%(count)s decrees were approved.", len(done)) % many
        case Act.ISSUE:
            return ngettext("%(count)s decree was issued.", "%(count)s decrees were issued.", len(done)) % many
        case Act.RETURN:
            return (
                ngettext("%(count)s decree is a draft again.", "%(count)s decrees are drafts again.", len(done)) % many
            )


def _next(act: Act, done: Sequence[Decree]) -> str:
    """Where the next step with the same decrees is taken."""
    if act == Act.APPROVE:
        picks = [("pick", str(item.uid)) for item in done]
        return f"{reverse('decree-review')}?{urlencode([('act', Act.ISSUE.value), *picks])}"
    return reverse("decrees")
