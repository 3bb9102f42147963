"""Addresses of the front door."""

from __future__ import annotations

from django.urls import path

from malaqbiq.home import views

urlpatterns = [
    path("", views.front, name="front"),
    path("health", views.health, name="health"),
    path("verify", views.verify_start, name="verify-start"),
    path("verify/", views.front, name="verify-slash"),
    path("verify/file", views.verify_file, name="verify-file"),
    path("verify/<str:code>", views.verify, name="verify"),
]
