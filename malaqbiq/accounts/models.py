"""Who may sign in, and which roles they hold on which work units."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from malaqbiq.kernel.entropy import new_uid


class User(AbstractBaseUser):
    """Somebody who signs in. It has no foreign keys: grants and the link to a person are tables of their own."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar = BaseUserManager["User"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username
