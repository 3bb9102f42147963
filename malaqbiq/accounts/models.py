"""Who may sign in, and which roles they hold on which work units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from malaqbiq.kernel.access import Role
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person


class User(AbstractBaseUser):
    """Somebody who signs in. It has no foreign keys: grants and the link to a person are tables of their own."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, help_text="its password is everybody's: only a demo lets it in")
    password_is_temporary = models.BooleanField(default=False, help_text="to be changed before anything else")
    no_person_reason = models.CharField(max_length=200, blank=True, help_text="why it is none of the people here")

    objects: ClassVar = BaseUserManager["User"]()

    held: Sequence[tuple[UUID | None, str | None, str | None, date | None, date | None]] | None = None
    """Who the user is, and each grant: its role, the code of its work unit, its days. None until `user_read`."""

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """A role of a user on a work unit and all below it, from a day until a day (half open; empty is open)."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    work_unit = models.ForeignKey(WorkUnit, models.PROTECT, to_field="uid", related_name="+")
    role = models.CharField(max_length=16, choices=[(role.value, role.value) for role in Role])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="accounts_one_grant_a_start", fields=["user", "work_unit", "role", "valid_from"]
            ),
            models.CheckConstraint(
                name="accounts_grant_ends_after_it_starts",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="accounts_grant_names_a_role", condition=Q(role__in=[role.value for role in Role])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.work_unit_id}"


class PersonLink(models.Model):
    """Which person a user is: one user, one person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="person_link")
    person = models.OneToOneField(Person, models.CASCADE, to_field="uid", related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id} is {self.person_id}"
