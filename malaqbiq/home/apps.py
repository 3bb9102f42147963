from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "malaqbiq.home"
    label = "home"
