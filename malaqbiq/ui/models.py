"""Lists as somebody wants to see them again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from malaqbiq.kernel.entropy import new_uid


class SavedView(models.Model):
    """A list's filter, order and columns under a name: its owner's own, or shared with who has to do with a work unit.

    `page` is the name of the list's route and `query` the rest of its address: no whole address is kept, so that a
    view leads nowhere else.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    owner = models.CharField(max_length=64, help_text="who made it, as the activity log names who acts")
    unit_code = models.CharField(max_length=8, blank=True, help_text="work unit with which it is shared; empty: own")
    page = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    opens = models.BooleanField(default=False, help_text="the owner's list opens with it")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ui_view_named_once", fields=["owner", "page", "name"]),
            models.UniqueConstraint(name="ui_one_view_opens", fields=["owner", "page"], condition=Q(opens=True)),
            models.CheckConstraint(name="ui_view_has_a_name", condition=~Q(name="")),
        ]
        indexes = [models.Index(fields=["page", "unit_code"])]

    def __str__(self) -> str:
        return f"{self.page}: {self.name}"
