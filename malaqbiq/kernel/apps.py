from django.apps import AppConfig

from malaqbiq.kernel import lookups


class KernelConfig(AppConfig):
    name = "malaqbiq.kernel"
    label = "kernel"

    def ready(self) -> None:
        lookups.register()
