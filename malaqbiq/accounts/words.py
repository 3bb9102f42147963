"""Sentences of Django and allauth about passwords that this house's catalogue translates anew: it is asked first."""

from __future__ import annotations

from django.utils.translation import ngettext_lazy

from malaqbiq.kernel.words import gettext_noop

FOREIGN = [
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        12,
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        12,
    ),
    gettext_noop("The password is too similar to the %(verbose_name)s."),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("This password is too common."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("This password is entirely numeric."),
    gettext_noop("Your password can’t be entirely numeric."),
    gettext_noop("The username and/or password you specified are not correct."),
]
"""As they write them: another spelling would be another sentence."""
