from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    name = "malaqbiq.organization"
    label = "organization"
