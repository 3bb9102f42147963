"""The addresses of the whole house."""

from __future__ import annotations

from django.urls import include, path

handler400 = "malaqbiq.config.missing.refused"
handler404 = "malaqbiq.config.missing.missing"

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("malaqbiq.ui.urls")),
    path("", include("malaqbiq.accounts.urls")),
    path("import/", include("malaqbiq.intake.urls")),
    path("", include("malaqbiq.organization.urls")),
    path("law/", include("malaqbiq.regulations.urls")),
    path("", include("malaqbiq.decrees.urls")),
    path("", include("malaqbiq.service.urls")),
    path("", include("malaqbiq.pay.urls")),
    path("reports/", include("malaqbiq.reports.urls")),
    path("", include("malaqbiq.appraisal.urls")),
    path("", include("malaqbiq.appointments.urls")),
    path("", include("malaqbiq.handover.urls")),
    path("", include("malaqbiq.home.urls")),
]
