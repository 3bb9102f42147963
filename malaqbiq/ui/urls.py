"""Addresses of saved views of lists."""

from __future__ import annotations

from django.urls import path

from malaqbiq.ui import views

urlpatterns = [
    path("views", views.saving, name="view-saving"),
    path("views/<uuid:uid>", views.changing, name="view-change"),
    path("views/<uuid:uid>/removal", views.removal, name="view-removal"),
]
