"""Addresses of work units."""

from __future__ import annotations

from django.urls import path

from malaqbiq.organization import views

urlpatterns = [
    path("units", views.units, name="units"),
    path("units/<str:code>", views.unit, name="unit"),
    path("units/<str:code>/signers", views.signers, name="unit-signers"),
    path("units/<str:code>/signers/<uuid:uid>/ending", views.ending, name="unit-signer-ending"),
    path("units/<str:code>/signers/<uuid:uid>/successor", views.successor, name="unit-signer-successor"),
]
