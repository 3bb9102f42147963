from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    name = "malaqbiq.appraisal"
    label = "appraisal"
