"""The addresses of the whole house."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("malaqbiq.home.urls")),
]
