"""Signing in, and the first administrator of a live office."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from malaqbiq.accounts.forms import FirstForm
from malaqbiq.accounts.selectors import demo_accounts, is_first_run
from malaqbiq.accounts.services import FIRST, first_administrator_make
from malaqbiq.kernel.throttle import allowed
from malaqbiq.ui.audience import public

GUESSES = 10
GUESSED_IN = 600
"""Seconds in which the code may be guessed so many times in all: it has eighty random bits."""


class SignInView(LoginView):  # type: ignore[misc]
    """allauth's own, with the accounts that a demo offers; a live office without any user is set up first."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say what stands beside the form."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "demo_accounts": demo_accounts(), "first_run": is_first_run()}


sign_in = public(never_cache(SignInView.as_view()))


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request: HttpRequest) -> HttpResponse:
    """Whoever has the code from the server becomes the first administrator; without a first run it isn't there."""
    if not is_first_run():
        if request.method == "POST":
            messages.warning(request, _("This office has an administrator already. Sign in."))
            return redirect("account_login")
        raise Http404
    form = FirstForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _may_guess(form):
        draft = form.cleaned_data
        with form.errors_told():
            first_administrator_make(access=FIRST, **draft)
            messages.success(request, _("The office is set up. Sign in as its administrator."))
            return redirect("account_login")
    return render(request, "accounts/first.html", {"form": form}, status=422 if form.errors else 200)


def _may_guess(form: FirstForm) -> bool:
    if allowed("first-administrator", "all", GUESSES, GUESSED_IN):
        return True
    form.add_error("code", _("Too many attempts. Wait ten minutes."))
    return False
