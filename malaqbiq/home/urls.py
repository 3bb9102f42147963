"""Addresses of the front door."""

from __future__ import annotations

from django.urls import path

from malaqbiq.home import views

urlpatterns = [
    path("health", views.health, name="health"),
    path("verify/<str:code>", views.verify, name="verify"),
]
