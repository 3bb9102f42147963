from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "malaqbiq.handover"
    label = "handover"
