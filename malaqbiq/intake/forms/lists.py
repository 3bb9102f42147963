"""What the pages of lists are told: a file, columns, cells."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.intake.rules.kinds import KINDS

SURE = re.compile(r"sure-(\d{1,7})-([a-z_]{1,32})")
NO_MORE = re.compile(r"(\d{1,7})-([a-z_]{1,32})")
ROW = re.compile(r"\d{1,7}")
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


def sure_said(posted: Mapping[str, str]) -> dict[tuple[int, str], bool]:
    """Of which numbers somebody is sure, and of which no more, by row and key of the column."""
    found = {(int(said[1]), said[2]): True for name in posted if (said := SURE.fullmatch(name))}
    if said := NO_MORE.fullmatch(posted.get("unsure", "")):
        found[int(said[1]), said[2]] = False
    return found


def left_said(posted: Mapping[str, str]) -> dict[int, bool]:
    """The row that somebody leaves out, or takes back in."""
    out, back = posted.get("leave", ""), posted.get("back", "")
    found = {int(out): True} if ROW.fullmatch(out) else {}
    return found | ({int(back): False} if ROW.fullmatch(back) else {})
