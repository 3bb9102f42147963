from django.apps import AppConfig


class PayConfig(AppConfig):
    name = "malaqbiq.pay"
    label = "pay"
