from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "malaqbiq.appointments"
    label = "appointments"
