from django.apps import AppConfig


class DecreesConfig(AppConfig):
    name = "malaqbiq.decrees"
    label = "decrees"
