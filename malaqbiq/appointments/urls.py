"""Addresses of the room's pages."""

from __future__ import annotations

from django.urls import path

from malaqbiq.appointments.views import changes, eligibility

urlpatterns = [
    path("structure/eligibility", eligibility.eligibility, name="eligibility"),
    path("structure/eligibility/<uuid:uid>", eligibility.one, name="eligibility-account"),
    path("structure/changes", changes.changes, name="structure-changes"),
    path("structure/changes/new", changes.new, name="structure-change-new"),
    path("structure/changes/<uuid:uid>", changes.change, name="structure-change"),
    path("structure/changes/<uuid:uid>/pairs", changes.pairs, name="structure-change-pairs"),
    path("structure/changes/<uuid:uid>/file", changes.file, name="structure-change-file"),
    path("structure/changes/<uuid:uid>/recording", changes.recording, name="structure-change-recording"),
    path("structure/changes/<uuid:uid>/discarding", changes.discarding, name="structure-change-discarding"),
]
