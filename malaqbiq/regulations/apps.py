from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    name = "malaqbiq.regulations"
    label = "regulations"

    def ready(self) -> None:
        """Let sentences name what the law table names."""
        from malaqbiq.regulations.selectors.names import names_known

        names_known()
