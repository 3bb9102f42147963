"""Addresses of pay's pages."""

from __future__ import annotations

from django.urls import path

from malaqbiq.pay.views import composing, exceptions, limits, months, raises, recalculating, slips

urlpatterns = [
    path("decrees/new", composing.new, name="decree-new"),
    path("decrees/<uuid:uid>/compose", composing.compose, name="decree-compose"),
    path("decrees/<uuid:uid>/compose/reading", composing.reading, name="decree-compose-reading"),
    path("decrees/<uuid:uid>/recalculation", recalculating.recalculating, name="decree-recalculation"),
    path("pay/limits", limits.limits, name="pay-limits"),
    path("pay/limits/line", limits.line, name="pay-line"),
    path("pay/exceptions", exceptions.exceptions, name="pay-exceptions"),
    path("pay/exceptions/<uuid:uid>/approval", exceptions.approval, name="pay-exception-approval"),
    path("pay/people/<uuid:person>/exceptions", exceptions.propose, name="pay-exception-new"),
    path("pay/raises", raises.raises, name="pay-raises"),
    path("pay/raises/drafts", raises.drafting, name="pay-raise-drafts"),
    path("pay/month", months.month, name="pay-month"),
    path("pay/month/closings", months.closing, name="pay-month-closing"),
    path("pay/month/dpp", months.comparison, name="pay-dpp"),
    path("pay/slip", slips.own, name="pay-slip-own"),
    path("pay/slip/<uuid:uid>", slips.one, name="pay-slip"),
]
