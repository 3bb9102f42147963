"""Addresses of bringing lists in."""

from __future__ import annotations

from django.urls import path

from malaqbiq.intake.views import lists as views
from malaqbiq.intake.views import persons

urlpatterns = [
    path("", views.lists, name="import"),
    path("template/<slug:kind>", views.template, name="import-template"),
    path("uploads/<uuid:uid>", views.upload, name="import-upload"),
    path("uploads/<uuid:uid>/taking", views.taking, name="import-taking"),
    path("uploads/<uuid:uid>/giving-up", views.giving_up, name="import-giving-up"),
    path("uploads/<uuid:uid>/rejects", views.rejects, name="import-rejects"),
    path("uploads/<uuid:uid>/mended", views.mended, name="import-mended"),
    path("people/new", persons.new, name="opening-new"),
    path("people/register", persons.register, name="person-new"),
    path("people/<uuid:uid>", persons.mend, name="opening-mend"),
    path("people/<uuid:uid>/identity", persons.identity, name="person-identity"),
    path("done/<uuid:uid>", views.done, name="import-done"),
]
