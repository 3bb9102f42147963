from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "malaqbiq.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Tell background work what who asked for it may do."""
        from malaqbiq.accounts.selectors import access_of_actor
        from malaqbiq.kernel import jobs

        jobs.fill(access_of_actor)
