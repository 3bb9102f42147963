from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "malaqbiq.service"
    label = "service"

    def ready(self) -> None:
        """Tell `people` who is where."""
        from malaqbiq.people import scope
        from malaqbiq.service.whereabouts import Service

        scope.fill(Service())
