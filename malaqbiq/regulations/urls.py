"""Addresses of the law."""

from __future__ import annotations

from django.urls import path

from malaqbiq.regulations import views

urlpatterns = [
    path("", views.tables, name="law"),
    path("<slug:name>", views.facts, name="law-table"),
    path("<slug:name>/state", views.state, name="law-state"),
    path("<slug:name>/facts/<path:key>", views.fact, name="law-fact"),
    path("<slug:name>/withdrawals/<path:key>", views.withdrawal, name="law-withdrawal"),
]
