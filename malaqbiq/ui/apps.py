from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "malaqbiq.ui"
    label = "ui"
