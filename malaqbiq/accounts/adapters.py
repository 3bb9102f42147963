"""How signing in (django-allauth) fits this house: nobody makes an account for himself."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who comes from the office's own identity server must have been given an account here first."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """No."""
        return False
