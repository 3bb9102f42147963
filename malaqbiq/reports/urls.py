"""Addresses of monthly reports, below ``reports/``."""

from __future__ import annotations

from django.urls import path

from malaqbiq.reports.views import board, letters, reports

urlpatterns = [
    path("", board.board, name="reports"),
    path("remind", board.remind, name="reports-remind"),
    path("letters", letters.letters, name="report-letters"),
    path("letters/<uuid:uid>", letters.letter, name="report-letter"),
    path("versions/<uuid:uid>/reviews", reports.review, name="report-review"),
    path("<str:unit>/<str:month>", reports.report, name="report"),
    path("<str:unit>/<str:month>/sendings", reports.sending, name="report-sending"),
]
