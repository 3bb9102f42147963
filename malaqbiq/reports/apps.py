from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "malaqbiq.reports"
    label = "reports"
