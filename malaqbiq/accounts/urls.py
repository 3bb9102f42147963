"""Addresses of signing in and of users.

Of django-allauth's pages only these are open: nobody makes an account for himself.
"""

from __future__ import annotations

from allauth.account import views as signing
from allauth.socialaccount import views as others
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import include, path

from malaqbiq.accounts.views import notices, signing_in, users

urlpatterns = [
    path("accounts/login/", signing_in.sign_in, name="account_login"),
    path("accounts/first", signing_in.first_administrator, name="first-administrator"),
    path("accounts/logout/", signing.logout, name="account_logout"),
    path("accounts/inactive/", signing.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", signing.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/", signing.password_change, name="account_change_password"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/oidc/<str:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("accounts/oidc/<str:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("accounts/oidc/cancelled/", others.login_cancelled, name="socialaccount_login_cancelled"),
    path("accounts/oidc/error/", others.login_error, name="socialaccount_login_error"),
    path("notices", notices.listed, name="notices"),
    path("notices/bell", notices.bell, name="notices-bell"),
    path("notices/reading", notices.reading, name="notices-reading"),
    path("notices/<uuid:uid>/opening", notices.opening, name="notice-opening"),
    path("users", users.listed, name="users"),
    path("users/new", users.new, name="user-new"),
    path("users/<uuid:uid>", users.user, name="user"),
    path("users/<uuid:uid>/grants", users.grants, name="user-grants"),
    path("users/<uuid:uid>/grants/<uuid:grant>/end", users.grant_end, name="user-grant-end"),
    path("users/<uuid:uid>/person", users.person, name="user-person"),
    path("users/<uuid:uid>/no-person", users.no_person, name="user-no-person"),
    path("users/<uuid:uid>/closure", users.closure, name="user-closure"),
    path("users/<uuid:uid>/reopening", users.reopening, name="user-reopening"),
    path("users/<uuid:uid>/password", users.password, name="user-password"),
    path("users/<uuid:uid>/second-factor-removal", users.second_factor, name="user-second-factor"),
]
