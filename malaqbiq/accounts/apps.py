from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "malaqbiq.accounts"
    label = "accounts"
