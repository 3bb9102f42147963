"""What the pages of lists are told: a file, columns, cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.intake.rules.kinds import KINDS

CELL = re.compile(r"cell-(\d{1,7})-([a-z_]{1,32})")
PLACE = re.compile(r"place-([a-z_]{1,32})")
NOWHERE = "-"


class UploadForm(forms.Form):
    """A workbook and which kind of list it holds."""

    kind = forms.ChoiceField(choices=[(name, name) for name in KINDS])
    file = forms.FileField(
        label=_("Workbook"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=_("An Excel file (.xlsx) of at most 20 MiB; the list stands on its first sheet."),
    )


def places_said(posted: Mapping[str, str]) -> dict[str, int | None]:
    """In which column each known one is said to stand; None for in none."""
    found: dict[str, int | None] = {}
    for name, value in posted.items():
        if said := PLACE.fullmatch(name):
            if value == NOWHERE:
                found[said[1]] = None
            elif value.isascii() and value.isdigit() and len(value) < 5:
                found[said[1]] = int(value)
    return found


def cells_said(posted: Mapping[str, str]) -> dict[tuple[int, str], str]:
    """What is typed for cells, by row and key of the column; without NUL, which no database keeps."""
    return {
        (int(said[1]), said[2]): value.replace("\0", "")
        for name, value in posted.items()
        if (said := CELL.fullmatch(name))
    }
