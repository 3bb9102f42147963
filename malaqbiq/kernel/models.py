"""What every room shares: the installation, the activity log, stored files and background work."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import Q

from malaqbiq.kernel.entropy import new_uid


class Installation(models.Model):
    """The one row that says what this database is: a live office's or a demo's, and where a demo's clock stands."""

    class Kind(models.TextChoices):
        LIVE = "live"
        DEMO = "demo"

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.LIVE)
    clock_at = models.DateTimeField(null=True, help_text="where the clock stands, in a demo only")
    seed = models.BigIntegerField(null=True, help_text="what a demo was made from")
    release = models.CharField(max_length=32, help_text="release that last ran init")

    class Meta:
        constraints = [
            models.CheckConstraint(name="kernel_installation_is_one_row", condition=Q(id=1)),
            models.CheckConstraint(
                name="kernel_live_clock_runs", condition=Q(kind="demo") | Q(clock_at__isnull=True, seed__isnull=True)
            ),
        ]

    basis: UUID | None = None
    """The name of what the law and the work units say, where `installation_found` read it."""

    def __str__(self) -> str:
        return self.kind


class Basis(models.Model):
    """The name of what the law and the work units say: another after each change. Triggers write it, nobody else."""

    name = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(name="kernel_basis_is_one_row", condition=Q(id=1))]

    def __str__(self) -> str:
        return str(self.name)


class Activity(models.Model):
    """Who did what to what, when. Rows are added by services and never change: a trigger refuses it."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, help_text="a user's uid or a system user's name")
    action = models.CharField(max_length=64, help_text="room.verb, such as decrees.issue")
    unit_code = models.CharField(max_length=8, blank=True)
    subject_uid = models.UUIDField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["unit_code", "-at"]), models.Index(fields=["subject_uid", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"


class StoredFile(models.Model):
    """A file under MALAQBIQ_HOME/files, named by its content's digest and keeping its suffix."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content, hexadecimal")
    suffix = models.CharField(max_length=16)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255, help_text="name as uploaded, or as offered for download")
    unit_code = models.CharField(max_length=8, blank=True)
    subject_uid = models.UUIDField(null=True)
    stored_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["digest"]), models.Index(fields=["subject_uid"])]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Work for a process of its own: what, for whom, how far, and what came of it. Its times are the machine's own."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    name = models.CharField(max_length=64, help_text="room.task, as a tasks.py registered it")
    arguments = models.JSONField(default=dict, help_text="strings, whole numbers and lists of them")
    key = models.CharField(max_length=128, blank=True, help_text="one job of that name and key waits or runs at a time")
    unit_code = models.CharField(max_length=8, blank=True)
    subject_uid = models.UUIDField(null=True)
    actor = models.CharField(max_length=64, help_text="who asked: a user's uid or a system user's name")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    stage = models.CharField(max_length=200, blank=True, help_text="msgid of what is being done")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    result = models.JSONField(null=True, help_text="sentences, links, and the file that was made")
    error = models.JSONField(null=True, help_text="what was wrong and what to do next")
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.UUIDField(null=True, help_text="whose it is or was")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "id"]),
            models.Index(fields=["actor", "-id"]),
            models.Index(fields=["unit_code", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="kernel_job_state", condition=Q(state__in=["waiting", "running", "done", "failed", "cancelled"])
            ),
            models.CheckConstraint(
                name="kernel_job_runs_at_a_worker", condition=~Q(state="running") | Q(worker__isnull=False)
            ),
            models.UniqueConstraint(
                name="kernel_job_key_once",
                fields=["name", "key"],
                condition=Q(state__in=["waiting", "running"]) & ~Q(key=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {self.State.DONE, self.State.FAILED, self.State.CANCELLED}


class JobWorker(models.Model):
    """A process that takes jobs, and when it last said that it lives."""

    uid = models.UUIDField(unique=True)
    host = models.CharField(max_length=255)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"
