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

    unread: int = 0
    """How many notices he hasn't read: known once `user_read`."""

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


class Notice(models.Model):
    """That a user is told of something: what of a kind came about with which subject, and where it is dealt with.

    It holds no text of anybody's: the sentence is made as it is read, and names are looked up then.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=64, help_text="room.what, as a notices.py registered it")
    subject_uid = models.UUIDField(null=True)
    unit_code = models.CharField(max_length=8, blank=True)
    params = models.JSONField(default=dict, help_text="numbers, days and codes that the sentence names")
    path = models.CharField(max_length=300, help_text="the page here where it is dealt with")
    once = models.CharField(max_length=100, blank=True, help_text="what the user is told one time only")
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_notice_stays_here",
                condition=Q(path__startswith="/") & ~Q(path__startswith="//") & ~Q(path__contains="\\"),
            ),
            models.UniqueConstraint(name="accounts_notice_once", fields=["user", "once"], condition=~Q(once="")),
            models.UniqueConstraint(
                name="accounts_notice_unread_once",
                fields=["user", "kind", "subject_uid"],
                condition=Q(read_at__isnull=True, subject_uid__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"]),
            models.Index(name="accounts_notice_unread", fields=["user"], condition=Q(read_at__isnull=True)),
            models.Index(fields=["subject_uid"]),
        ]

    def __str__(self) -> str:
        return self.kind
