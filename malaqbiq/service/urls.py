"""Addresses of the room's pages."""

from __future__ import annotations

from django.urls import path

from malaqbiq.service.views import chart, opening

urlpatterns = [
    path("structure", chart.chart, name="chart"),
    path("structure/posts", chart.posts, name="chart-posts"),
    path("structure/opening", opening.opening, name="structure-opening"),
]
