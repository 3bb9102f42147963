from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "malaqbiq.regulations"
    label = "regulations"
