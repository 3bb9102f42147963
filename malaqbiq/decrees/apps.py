from django.apps import AppConfig


class DecreesConfig(AppConfig):
    name = "malaqbiq.decrees"
    label = "decrees"

    def ready(self) -> None:
        """Let sentences name tracks and kinds of papers."""
        from malaqbiq.decrees.panels import KINDS
        from malaqbiq.decrees.registry import stands
        from malaqbiq.kernel.speech import name_by

        name_by("track", lambda code: str(stands()[code].title) if code in stands() else "")
        name_by("paper", lambda code: str(KINDS.get(code, "")))
