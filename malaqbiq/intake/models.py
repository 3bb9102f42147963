"""What an office's lists told that is no effect of a decree: the lists themselves, older decrees, open questions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.entropy import new_uid


class Import(models.Model):
    """A list that was brought in: of which kind, from which file, by whom, and with what result.

    One that came in by a page has its upload's `uid`: nothing is taken in twice. `unit_code` as of `Upload`.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    kind = models.CharField(max_length=16)
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64, help_text="SHA-256 of the workbook, hexadecimal")
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    accepted = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    decree = models.ForeignKey("decrees.Decree", models.PROTECT, to_field="uid", null=True, related_name="+")
    unit_code = models.CharField(max_length=8, blank=True)
    remarks = models.JSONField(default=dict, help_text="what was to be told of its rows; empty where erased by law")

    class Meta:
        verbose_name = _("import")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class Upload(models.Model):
    """A list on its way in: the file as it came, and what was said of it since. Given up, it is gone.

    Taken in it is gone too, unless cells were mended or rows left out: then both can be had for a while yet.
    `unit_code` is the one work unit that stands over all of which its uploader brings lists in; whoever does so there
    sees it too. Empty, only the uploader does.
    `places` says in which column of the sheet (from 0, null for in none) a known column stands; `cells` what was typed
    in place of what stands in a cell: row, key of the column, text. `sure` are cells whose number somebody confirmed,
    in the same form; `left` the numbers of rows that somebody left out.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    kind = models.CharField(max_length=16)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    owner = models.CharField(max_length=64, help_text="who uploaded it")
    unit_code = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0, help_text="how many the list has")
    places = models.JSONField(default=dict)
    cells = models.JSONField(default=list)
    sure = models.JSONField(default=list)
    left = models.JSONField(default=list)
    tried = models.JSONField(null=True, help_text="what would come of it as it is amended, when it was last tried")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list on its way in")
        indexes = [models.Index(fields=["owner", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"


class PriorDecree(models.Model):
    """The decree that was in force for a person when the office began: a reference, as the list has it."""

    person = models.OneToOneField("people.Person", models.PROTECT, to_field="uid", related_name="+")
    number = models.CharField(_("number"), max_length=120, blank=True)
    decided_on = models.DateField(_("date"), null=True)
    source = models.CharField(_("source"), max_length=120)
    entered_by = models.CharField(max_length=64)
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("prior decree")

    def __str__(self) -> str:
        return self.number


class Question(models.Model):
    """Something that a list left open for a person: a post that isn't in force, a first day that it didn't tell."""

    class Subject(models.TextChoices):
        POSITION = "position", _("post or job family")
        START = "start", _("first day of service")

    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    subject = models.CharField(max_length=16, choices=Subject)
    text = models.CharField(max_length=200, blank=True, help_text="what the list says")

    class Meta:
        verbose_name = _("open question")
        constraints = [models.UniqueConstraint(name="intake_question_once", fields=["person", "subject"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.text}".strip()
