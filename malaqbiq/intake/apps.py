from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "malaqbiq.intake"
    label = "intake"
