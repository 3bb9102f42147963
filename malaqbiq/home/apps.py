from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "malaqbiq.home"
    label = "home"

    def ready(self) -> None:
        """Let sentences name tasks, and who asked for work be told when it is over."""
        from malaqbiq.home.selectors.jobs import task_title
        from malaqbiq.home.services.jobs import job_over_tell
        from malaqbiq.kernel import jobs
        from malaqbiq.kernel.speech import name_by

        name_by("task", task_title)
        jobs.tell_by(job_over_tell)
