from django.apps import AppConfig


class DecreesConfig(AppConfig):
    name = "malaqbiq.decrees"
    label = "decrees"

    def ready(self) -> None:
        """Let sentences name tracks and kinds of papers, and pages read the ledger's ends with the installation."""
        from malaqbiq.decrees.panels import KINDS
        from malaqbiq.decrees.registry import stands
        from malaqbiq.decrees.selectors.ledger import ends_read_along
        from malaqbiq.kernel.speech import name_by

        ends_read_along()
        name_by("track", lambda code: str(stands()[code].title) if code in stands() else "")
        name_by("paper", lambda code: str(KINDS.get(code, "")))
