"""What Ctrl K finds here: decrees by number and title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.decrees.selectors.decrees import decrees_found
from malaqbiq.kernel.access import Access
from malaqbiq.ui.finding import Finder, Hit


def _find(access: Access, _day: date, text: str, most: int) -> Sequence[Hit]:
    return [
        Hit(
            decree.number or _("Draft"),
            " · ".join(
                filter(None, [date_format(decree.decided_on, "j M Y") if decree.decided_on else "", decree.title])
            ),
            reverse("decree", args=[decree.uid]),
        )
        for decree in decrees_found(access, text, most)
    ]


FINDERS = [Finder(gettext_lazy("Decrees"), _find)]
