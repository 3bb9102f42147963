from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "malaqbiq.kernel"
    label = "kernel"
