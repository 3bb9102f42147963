"""Addresses of the room's pages."""

from __future__ import annotations

from django.urls import path

from malaqbiq.service.views import chart, conduct, opening

urlpatterns = [
    path("structure", chart.chart, name="chart"),
    path("structure/posts", chart.posts, name="chart-posts"),
    path("staff/<uuid:uid>/predikat", conduct.predikat, name="person-predikat"),
    path("staff/<uuid:uid>/predikat/<int:year>/removal", conduct.predikat_removal, name="person-predikat-removal"),
    path("staff/<uuid:uid>/penalties", conduct.penalties, name="person-penalties"),
    path("staff/<uuid:uid>/penalties/<uuid:penalty>", conduct.penalty, name="person-penalty"),
    path("staff/<uuid:uid>/penalties/<uuid:penalty>/removal", conduct.removal, name="person-penalty-removal"),
    path("structure/opening", opening.opening, name="structure-opening"),
]
