"""Ready texts to remind others with; nothing is sent from here.

Rooms list theirs by name in a ``reminders.py``, as ``REMINDERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.kernel.words import Words
from malaqbiq.ui.audience import Audience


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one reminder says: to whom, what is asked, of what (headings with lines), and where here it is done.

    `person`: whom it is to, if to one; `each`: names, and the address of a text to that one alone.
    """

    to: str
    what: str
    groups: Sequence[tuple[str, Sequence[str]]] = ()
    address: str = ""
    person: UUID | None = None
    each: Sequence[tuple[str, str]] = ()


MOST_NAMED = 150
"""Beyond so many lines a text only counts them: no message takes more, nor does anybody read it."""


Compose = Callable[[Access, date, QueryDict], Reminder | None]
"""Makes a reminder of what an address asks about, within what the asker sees; None where there is nothing to remind of.

It is called in the language of whom the text is to.
"""


REMIND = gettext_lazy("Remind")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of reminder, and who may make it."""

    compose: Compose
    audience: Audience
    title: Promise | str = REMIND
    """what its page and its mail are called"""


def reminder_kind(key: str, access: Access) -> Kind | None:
    """The kind of that name, if the asker may make it."""
    for module in modules_named("reminders"):
        found: Kind | None = module.REMINDERS.get(key) if module.__name__ != __name__ else None
        if found is not None:
            return found if found.audience.includes(access) else None
    return None


def uid_of(text: str) -> UUID:
    """The uid that an address names; what is none is nobody's (Forbidden)."""
    try:
        return UUID(text)
    except ValueError:
        raise Forbidden(Words(text)) from None


def reminding(kind: str, **asked: Any) -> str:
    """The address of a reminder about what is asked; several of one name are a list."""
    address = reverse("remind", args=[kind])
    return f"{address}?{urlencode(asked, doseq=True)}" if asked else address


def personnel(unit: str = "") -> str:
    """Whom to write to at a work unit (by its name), or at all of them."""
    return _("the personnel section of %(unit)s") % {"unit": unit} if unit else _("the personnel sections")


def whatsapp(text: str, phone: str = "") -> str:
    """The link by which its reader opens WhatsApp with a text, at a number (digits only) if one is named."""
    return f"https://wa.me/{phone}?text={quote(text)}"


def text_of(reminder: Reminder, site: str) -> str:
    """The whole text, with the address of the page where it is done on the site."""
    lines = [_("To %(to)s,") % {"to": reminder.to}, "", capfirst(reminder.what)]
    if sum(len(items) for _heading, items in reminder.groups) > MOST_NAMED:
        lines += ["", *_counted(reminder.groups)]
    else:
        for heading, items in reminder.groups:
            lines += ["", *([f"{heading}:"] if heading else []), *(f"- {item}" for item in items)]
    if reminder.address:
        lines += ["", _("It is done here: %(address)s") % {"address": site + reminder.address}]
    return "\n".join([*lines, "", _("Thank you.")])


def _counted(groups: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """How many each group has: who they are stands on the page."""
    told = [f"- {heading}: {len(items)}" if heading else f"- {len(items)}" for heading, items in groups[:MOST_NAMED]]
    rest = sum(len(items) for _heading, items in groups[MOST_NAMED:])
    return [*told, *([_("- and %(count)s more") % {"count": rest}] if rest else [])]
