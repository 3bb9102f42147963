"""Addresses of pay's pages."""

from __future__ import annotations

from django.urls import path

from malaqbiq.pay.views import composing

urlpatterns = [
    path("decrees/new", composing.new, name="decree-new"),
    path("decrees/<uuid:uid>/compose", composing.compose, name="decree-compose"),
]
