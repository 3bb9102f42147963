"""Addresses of bringing lists in."""

from __future__ import annotations

from django.urls import path

from malaqbiq.intake import views

urlpatterns = [
    path("", views.lists, name="import"),
    path("template/<slug:kind>", views.template, name="import-template"),
    path("uploads/<uuid:uid>", views.upload, name="import-upload"),
    path("uploads/<uuid:uid>/taking", views.taking, name="import-taking"),
    path("uploads/<uuid:uid>/giving-up", views.giving_up, name="import-giving-up"),
    path("uploads/<uuid:uid>/rejects", views.rejects, name="import-rejects"),
    path("done/<uuid:uid>", views.done, name="import-done"),
]
