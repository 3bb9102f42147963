"""Users, what is granted to them and how they get in, for the administrators of their work units."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.accounts import services
from malaqbiq.accounts.forms import AdmitForm, EndForm, GrantForm, NoPersonForm, PersonForm
from malaqbiq.accounts.models import User
from malaqbiq.accounts.selectors import (
    Account,
    account_of,
    accounts_filled,
    grant_of,
    people_to_link,
    users_found,
    users_waiting,
)
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.people.selectors import person_visible
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, QuerySource, Shown, dated, table, workbook_response

administrators = audience(Role.ADMINISTRATOR)


View = Callable[..., HttpResponse]


def _of_a_user(view: View) -> View:
    """Give a view the administrator's own user of that uid; another's isn't there, nor what else the view looks for."""

    @wraps(view)
    def given(request: PageRequest, uid: UUID, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, account_of(request.access, request.today, uid), **kwargs)
        except ObjectDoesNotExist as error:
            raise Http404 from error

    return given


def _written(view: View) -> View:
    """As `_of_a_user`, for a write: then back to the user's page, which says why if it was refused."""

    @wraps(view)
    def done(request: PageRequest, account: Account, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, account, **kwargs)
        except UserError as error:
            messages.error(request, sentence(error))
            return _back(account)

    return administrators(require_POST(_of_a_user(done)))


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: PageRequest) -> HttpResponse:
    """The administrator's users; a new one is posted here."""
    if request.method == "POST":
        return _admit(request)
    text = " ".join(request.GET.get("q", "").split())[:100]
    orders = {"": ("username",), "username": ("username",), "name": ("name", "username"), "seen": ("last_login", "pk")}
    users = users_found(request.access, request.today, text)
    if waiting := bool(request.GET.get("waiting")):
        users = users.filter(pk__in=users_waiting(request.access, request.today).values("pk"))
    source = QuerySource[User, Account](users, orders, lambda rows: accounts_filled(rows, request.today))
    found = table(request.GET, _columns(), source)
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Users"), request.today), _("Users"), found)
    return page(request, "accounts/users.html", {"table": found, "text": text, "waiting": waiting}, region="list")


@administrators
@require_safe
def new(request: PageRequest) -> HttpResponse:
    """Where a new user is written down."""
    return page(request, "accounts/new.html", {"form": AdmitForm(access=request.access, day=request.today)})


@administrators
@require_safe
@_of_a_user
def user(request: PageRequest, account: Account) -> HttpResponse:
    """One user: what is granted, who it is, how he gets in."""
    return _shown(request, account)


@administrators
@require_POST
@_of_a_user
def grants(request: PageRequest, account: Account) -> HttpResponse:
    """Give a role."""
    form = GrantForm(request.POST, access=request.access, day=request.today)
    if form.is_valid():
        with form.errors_told():
            services.grant_give(access=request.access, user=account.user, **form.cleaned_data)
            messages.success(request, _("The role is given."))
            return _back(account)
    return _shown(request, account, form=form, status=422)


@_written
def grant_end(request: PageRequest, account: Account, grant: UUID) -> HttpResponse:
    """Let a role end with a day."""
    form = EndForm(request.POST)
    found = grant_of(request.access, account.user, grant)
    if not form.is_valid():
        messages.error(request, _("Say which day is the last."))
        return _back(account)
    services.grant_end(access=request.access, grant=found, last_day=form.cleaned_data["last_day"])
    messages.success(request, _("The role ends."))
    return _back(account)


@_written
def person(request: PageRequest, account: Account) -> HttpResponse:
    """Say which person the user is."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        raise Http404
    whom = person_visible(request.access, request.today, form.cleaned_data["person"], Role.ADMINISTRATOR)
    services.person_link(access=request.access, day=request.today, user=account.user, person=whom)
    messages.success(request, _("%(user)s is %(person)s.") % {"user": account.user.username, "person": whom.full_name})
    return _back(account)


@_written
def no_person(request: PageRequest, account: Account) -> HttpResponse:
    """Say that the user is none of the people here, and why."""
    form = NoPersonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.no_person_say(access=request.access, day=request.today, user=account.user, reason=reason)
    messages.success(request, _("It is written down why this user is none of the people here."))
    return _back(account)


@_written
def closure(request: PageRequest, account: Account) -> HttpResponse:
    """Close the account."""
    services.user_deactivate(access=request.access, day=request.today, user=account.user)
    messages.success(request, _("The account is closed."))
    return _back(account)


@_written
def reopening(request: PageRequest, account: Account) -> HttpResponse:
    """Open the account again."""
    services.user_reactivate(access=request.access, day=request.today, user=account.user)
    messages.success(request, _("The account is open again."))
    return _back(account)


@never_cache
@_written
def password(request: PageRequest, account: Account) -> HttpResponse:
    """A new password, shown once."""
    secret = services.password_reset(access=request.access, day=request.today, user=account.user)
    return page(request, "accounts/password.html", {"account": account, "secret": secret})


@_written
def second_factor(request: PageRequest, account: Account) -> HttpResponse:
    """Take the second factor away."""
    services.second_factor_reset(access=request.access, day=request.today, user=account.user)
    messages.success(request, _("The second factor is taken away."))
    return _back(account)


def _admit(request: PageRequest) -> HttpResponse:
    form = AdmitForm(request.POST, access=request.access, day=request.today)
    if form.is_valid():
        with form.errors_told("username"):
            made, secret = services.user_admit(access=request.access, draft=services.UserDraft(**form.cleaned_data))
            account = account_of(request.access, request.today, made.uid)
            answer = page(request, "accounts/password.html", {"account": account, "secret": secret, "is_new": True})
            answer["Cache-Control"] = "private, no-store"
            return answer
    return page(request, "accounts/new.html", {"form": form}, status=422)


def _shown(request: PageRequest, account: Account, form: GrantForm | None = None, status: int = 200) -> HttpResponse:
    text = " ".join(request.GET.get("person", "").split())[:100]
    context = {
        "account": account,
        "is_self": request.access.actor == str(account.user.uid),
        "form": form or GrantForm(access=request.access, day=request.today),
        "text": text,
        "people": people_to_link(request.access, request.today, text),
        "yesterday": request.today - timedelta(days=1),
    }
    return page(request, "accounts/user.html", context, status=status)


def _back(account: Account) -> HttpResponseRedirect:
    return redirect("user", uid=account.user.uid)


def _columns() -> list[Column[Account]]:
    return [
        Column("username", _("User name"), lambda one: one.user.username, show=_link, sort=True, width=24),
        Column("name", _("Name"), lambda one: one.user.name, sort=True, width=30),
        Column("roles", _("Roles"), _roles, width=44),
        Column("state", _("State"), _state, show=_badge),
        Column("factor", _("Second factor"), lambda one: one.has_factor),
        Column("person", _("Person"), lambda one: one.person.full_name if one.person else "", width=30, chosen=False),
        Column("seen", _("Signed in last"), _seen, kind="date", sort=True),
    ]


def _link(one: Account) -> Shown:
    return Shown(one.user.username, link=f"/users/{one.user.uid}")


def _roles(one: Account) -> str:
    return "; ".join(f"{_(holding.label)}, {holding.unit_name}" for holding in one.open_holdings)


def _state(one: Account) -> str:
    if not one.user.is_active:
        return _("closed")
    return _("new password") if one.user.password_is_temporary else _("active")


def _seen(one: Account) -> date | None:
    return timezone.make_naive(one.user.last_login).date() if one.user.last_login else None


def _badge(one: Account) -> Shown:
    tone = "bad" if not one.user.is_active else "warn" if one.user.password_is_temporary else "good"
    return Shown(_state(one), tone=tone)
