"""How signing in (django-allauth) fits this house: nobody makes an account for himself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from malaqbiq.accounts.models import User
from malaqbiq.accounts.selectors import user_named
from malaqbiq.accounts.services import password_change


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def clean_password(self, password: str, user: User | None = None) -> str:
        """The password that somebody chooses: another than before, and not for an account that everybody uses."""
        if user is not None and user.is_demo:
            raise ValidationError(_("The password of a demo's account stays as it is: everybody uses it."))
        if user is not None and user.check_password(password):
            raise ValidationError(_("Choose another password than before."))
        return str(super().clean_password(password, user))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """On with the day: an empty form again looks as if nothing had been kept."""
        return reverse("today")

    def set_password(self, user: User, password: str) -> None:
        """As the user chose it; sessions elsewhere end."""
        password_change(user=user, password=password)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes from the office's own identity server must have been given an account here first."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """No."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Let in the user whose name the identity server's claim gives, and nobody else.

        The first time the two are tied together. Later both must still agree: a name that the identity server gives to
        somebody else opens nothing, nor does an identity whose name has changed.
        """
        said = sociallogin.account.get_provider_account().get_user_data() or {}
        username = said.get(settings.OIDC_CLAIM)
        user = user_named(username) if isinstance(username, str) and username else None
        tied = sociallogin.user if sociallogin.is_existing else None
        if (
            user is None
            or user.is_demo
            or (tied is not None and tied.pk != user.pk)
            or _is_tied_otherwise(user, sociallogin)
        ):
            refused = render(request, "accounts/unknown.html", {"username": username or ""}, status=403)
            raise ImmediateHttpResponse(refused)
        if tied is None:
            sociallogin.connect(request, user)


def _is_tied_otherwise(user: User, sociallogin: Any) -> bool:
    from allauth.socialaccount.models import SocialAccount

    ties = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
    return bool(ties.exclude(uid=sociallogin.account.uid).exists())
