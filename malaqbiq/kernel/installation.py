"""Whether this database is ready for this release, and whose it is: a live office's or a demo's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Subquery

import malaqbiq
from malaqbiq.kernel import clock
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Basis, Installation
from malaqbiq.kernel.reading import once
from malaqbiq.kernel.trouble import trouble_told
from malaqbiq.kernel.words import Words, gettext_noop


class NotReady(UserError):
    """The database can't be worked with by this release."""


class Unreachable(NotReady):
    """The database does not answer."""


@dataclass(frozen=True, slots=True)
class State:
    """What a database holds: its installation row if there is one, and how its migrations stand to this release's."""

    installation: Installation | None
    pending: int
    unknown: int
    """migrations that ran here and that this release doesn't know: a newer release was here"""

    @property
    def ready(self) -> bool:
        """Whether this release can work with the database."""
        return self.installation is not None and not self.pending and not self.unknown

    def refuse_newer(self) -> None:
        """NotReady if a newer release was here: this one doesn't know what stands in the database."""
        if self.unknown:
            raise NotReady(
                gettext_noop("this database was used by a newer release of Malaqbiq"),
                gettext_noop("run the newer release, or restore a backup made before it"),
            )


def installation_state() -> State:
    """How the database stands to this release. Raises Unreachable if it does not answer, or is no database."""
    try:
        connection.ensure_connection()
        loader = MigrationLoader(connection)
    except DatabaseError as error:
        if (told := trouble_told(error)) is None:
            raise
        raise Unreachable(told.words, told.remedy) from error
    ours = {key for key in loader.graph.nodes if key[0] in loader.migrated_apps}
    applied = set(loader.applied_migrations)
    tables_are_there = ("kernel", "0001_initial") in applied
    return State(
        installation=Installation.objects.first() if tables_are_there else None,
        pending=len(ours - applied),
        unknown=len({key for key in applied - ours if key[0] in loader.migrated_apps}),
    )


def require_ready() -> Installation:
    """The installation of a database that this release can work with; NotReady says what to do about another."""
    _require_file()
    state = installation_state()
    state.refuse_newer()
    if state.installation is None:
        raise NotReady(gettext_noop("this database is not set up yet"), gettext_noop("run: malaqbiq init"))
    if state.pending:
        raise NotReady(
            gettext_noop("this database is of an older release of Malaqbiq"),
            gettext_noop("make a backup, then run: malaqbiq init"),
        )
    return state.installation


_along: dict[str, Callable[[], Subquery]] = {"basis": lambda: Subquery(Basis.objects.values("name")[:1])}


def read_along(name: str, asked: Callable[[], Subquery]) -> None:
    """Let a room's one value that nearly every page asks for be read with the installation, as its attribute."""
    _along[name] = asked


@once
def installation_found() -> Installation | None:
    """The installation of this database, if it is set up, with what rooms have read along."""
    return Installation.objects.annotate(**{name: asked() for name, asked in _along.items()}).first()


def is_demo() -> bool:
    """Whether this installation is a demo: what it holds is made up, and everything that leaves it says so."""
    found = installation_found()
    return found is not None and found.kind == Installation.Kind.DEMO


def unreached_address() -> str:
    """The public address of a live installation, if only this very machine finds anything there; else empty.

    What is issued meanwhile bears it for good. A demo's papers count for nothing, so none is told of one.
    """
    host = (urlsplit(settings.BASE_URL).hostname or "").removesuffix(".")
    try:
        own = ip_address(host).is_loopback or ip_address(host).is_unspecified
    except ValueError:
        own = host == "localhost" or host.endswith(".localhost")
    return settings.BASE_URL if own and not is_demo() else ""


def _require_file() -> None:
    """NotReady if SQLite's file isn't there: opening it would make an empty one, in a wrong folder perhaps."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        raise NotReady(
            Words(gettext_noop("no database at %(path)s"), {"path": str(connection.settings_dict["NAME"])}),
            gettext_noop("set MALAQBIQ_HOME, or run: malaqbiq init"),
        )


@contextmanager
def standing_clock(installation: Installation | None) -> Iterator[None]:
    """Let the clock stand where a demo's does; in a live installation, and without one, it runs."""
    if installation is None or installation.clock_at is None:
        yield
    else:
        with clock.standing_at(installation.clock_at):
            yield


def installation_record() -> Installation:
    """Write down that this release has set the database up. A new installation is a live one."""
    installation, _ = Installation.objects.update_or_create(
        id=1, defaults={"release": malaqbiq.__version__}, create_defaults={"release": malaqbiq.__version__}
    )
    return installation


def demo_record(*, seed: int, clock_at: datetime) -> Installation:
    """Write down that this database is a demo, made from a seed, and where its clock stands (an aware moment)."""
    return Installation.objects.update_or_create(
        id=1,
        defaults={
            "kind": Installation.Kind.DEMO,
            "seed": seed,
            "clock_at": clock_at,
            "release": malaqbiq.__version__,
        },
    )[0]
