"""Addresses of the front door."""

from __future__ import annotations

from django.urls import path

from malaqbiq.home.views import public, shell, today

urlpatterns = [
    path("", public.front, name="front"),
    path("health", public.health, name="health"),
    path("verify", public.verify_start, name="verify-start"),
    path("verify/", public.verify_slash, name="verify-slash"),
    path("verify/file", public.verify_file, name="verify-file"),
    path("verify/<str:code>", public.verify, name="verify"),
    path("today", today.today, name="today"),
    path("find", shell.found, name="find"),
    path("help", shell.help_page, name="help"),
]
