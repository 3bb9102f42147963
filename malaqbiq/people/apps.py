from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "malaqbiq.people"
    label = "people"
