from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "malaqbiq.service"
    label = "service"
