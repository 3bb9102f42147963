"""The command line. Each command is a module of this package with a click command named `command`.

A module is loaded when its command is called, so that one command never waits for another's libraries. A trailing
underscore (`import_`) keeps a module's name from being a word of Python.
"""

from __future__ import annotations

import functools
import gettext
import importlib
import importlib.util
import os
import pkgutil
import shutil
import sys
from collections.abc import Callable
from typing import Any, cast

import click
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

import malaqbiq

FREE = frozenset({"init", "demo", "restore", "bench", "rotation"})
"""Commands that do not need a database that is set up: they make one, or need none."""


MAKERS = frozenset({"init", "demo", "restore"})
"""Commands that make the home folder if it isn't there. Others don't: they may be called from a wrong folder."""


class Commands(click.Group):
    """The commands that are modules of this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(module.name.rstrip("_") for module in pkgutil.iter_modules(__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, loaded now."""
        if cmd_name not in self.list_commands(ctx):
            return None
        suffix = "_" if importlib.util.find_spec(f"{__name__}.{cmd_name}_") else ""
        from malaqbiq.config.terminal import put_in_words

        module = importlib.import_module(f"{__name__}.{cmd_name}{suffix}")
        command = cast("click.Command", module.command)
        put_in_words(command)
        if cmd_name in MAKERS and command.callback is not None:
            command.callback = _with_home(command.callback)
        if cmd_name not in FREE:
            _ask_for_database(command)
        return command


@click.group(cls=Commands)
@click.version_option(malaqbiq.__version__, prog_name="malaqbiq")
def commands() -> None:
    """Malaqbiq: the personnel system of an election commission's secretariat."""


def main() -> None:
    """Run the command that the arguments name; what the user can mend ends without a traceback, and so does Ctrl+C."""
    # Databases, stored files, workbooks: all of it is personal data, and nobody but its owner reads it.
    os.umask(0o077)
    try:
        _run()
    except KeyboardInterrupt:
        # While a command runs the library says this itself; this is for the seconds in which modules are loaded.
        click.echo(f"\n{gettext.dgettext('click', 'Aborted!')}", err=True)
        sys.exit(1)


def _run() -> None:
    try:
        _set_up_django()
    except (OSError, ImproperlyConfigured) as error:
        # A setting that can't be: there is no language to say it in yet.
        click.echo(f"malaqbiq: {error}\n  see docs/settings.md", err=True)
        sys.exit(1)
    from malaqbiq.config.terminal import print_error
    from malaqbiq.kernel.errors import UserError
    from malaqbiq.kernel.places import refusal_told
    from malaqbiq.kernel.trouble import trouble_told

    try:
        commands()
    except UserError as error:
        print_error(error)
        sys.exit(1)
    except DatabaseError as error:
        if (told := trouble_told(error)) is None:
            raise
        print_error(told)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read our output has enough (`malaqbiq ... | head`).
        _end_output()
    except OSError as error:
        if (told := refusal_told(error)) is None:
            raise
        print_error(told)
        _end_output()
    finally:
        _close_connections()


def _end_output() -> None:
    """End with 1, and without a word of what couldn't be written any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(1)


def _close_connections() -> None:
    """Leave the database in order, however the command ended."""
    from django.db import connections

    connections.close_all()


def _set_up_django() -> None:
    """Make the house ready and speak its language, before a command's module is loaded: its texts are translated."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "malaqbiq.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import translation

    from malaqbiq.config.terminal import put_in_words

    translation.activate(settings.LANGUAGE_CODE)
    # The library's own words ("Usage", "No such command") come by the standard library's gettext, which asks LANGUAGE.
    os.environ["LANGUAGE"] = settings.LANGUAGE_CODE
    gettext.bindtextdomain("click", settings.LOCALE_PATHS[0])
    gettext.textdomain("click")
    for parameter in commands.params:
        if isinstance(parameter, click.Option) and parameter.name == "version" and parameter.help:
            # Its decorator was called before there was a language.
            parameter.help = gettext.dgettext("click", parameter.help)
    # A wide terminal is used as it is; the library would stop at 80 columns.
    commands.context_settings["max_content_width"] = shutil.get_terminal_size().columns
    put_in_words(commands)
    commands.help = translation.gettext("Malaqbiq: the personnel system of an election commission's secretariat.")


def _with_home(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        from django.conf import settings

        from malaqbiq.kernel.errors import UserError
        from malaqbiq.kernel.places import reason_told
        from malaqbiq.kernel.words import Words, gettext_noop

        try:
            settings.HOME.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = gettext_noop("the home folder %(path)s can't be made: %(reason)s")
            words = Words(message, {"path": str(settings.HOME), "reason": reason_told(error)})
            raise UserError(words, gettext_noop("set MALAQBIQ_HOME to a folder that can be written")) from error
        return callback(*args, **kwargs)

    return run


def _ask_for_database(command: click.Command) -> None:
    """Have the command (or each command of a group) refuse a database that isn't ready, and keep a demo's clock."""
    if isinstance(command, click.Group):
        for part in command.commands.values():
            _ask_for_database(part)
    elif command.callback is not None:
        command.callback = _in_house(command.callback)


def _in_house(callback: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(callback)
    def run(*args: Any, **kwargs: Any) -> Any:
        from malaqbiq.kernel.installation import require_ready, standing_clock

        with standing_clock(require_ready()):
            return callback(*args, **kwargs)

    return run
