"""Addresses of handovers."""

from __future__ import annotations

from django.urls import path

from malaqbiq.handover import views

urlpatterns = [
    path("handover", views.handovers, name="handovers"),
    path("handover/new", views.new, name="handover-new"),
    path("handover/<uuid:uid>", views.made, name="handover-made"),
    path("handover/<uuid:uid>/paper", views.paper, name="handover-paper"),
]
