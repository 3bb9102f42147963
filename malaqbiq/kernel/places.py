"""Why the operating system refused a place that a user named."""

from __future__ import annotations

import errno

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop

REASONS = {
    errno.ENOENT: gettext_noop("there is no such folder"),
    errno.ENOTDIR: gettext_noop("there is no such folder"),
    errno.EISDIR: gettext_noop("it is a folder"),
    errno.EEXIST: gettext_noop("a file of that name is there"),
    errno.EACCES: gettext_noop("you have no right to it"),
    errno.EPERM: gettext_noop("you have no right to it"),
    errno.EROFS: gettext_noop("nothing can be written there"),
    errno.ENAMETOOLONG: gettext_noop("its name is too long"),
    errno.ELOOP: gettext_noop("a link there leads back to itself"),
    errno.ENOSPC: gettext_noop("the disk is full"),
    errno.EDQUOT: gettext_noop("the disk is full"),
    errno.EADDRNOTAVAIL: gettext_noop("this machine has no such address"),
}
"""What the operating system says in English only, of a place that a user named."""


def reason_told(error: Exception) -> Words:
    """Why the system refused a place: in the reader's language where it is one of the usual reasons."""
    number = getattr(error, "errno", None)
    return Words(REASONS.get(number or 0, getattr(error, "strerror", None) or str(error)))


def refusal_told(error: OSError) -> UserError | None:
    """What to tell the user of a place that the system refused for one of the usual reasons; else None."""
    if error.errno not in REASONS:
        return None
    place = str(error.filename or gettext_noop("standard output"))
    return UserError(Words(gettext_noop("%(path)s: %(reason)s"), {"path": place, "reason": reason_told(error)}))
