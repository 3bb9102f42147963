"""Whether a signed PDF still shows the pages that it was made from.

A PDF grows by revisions. A signature tells that nothing after it was changed, and nothing about what was changed
between the house's own file and the signature. So every object of the house's file that a later revision replaces is
looked at: only what a signature has to touch may differ, and that only by a signature's field. Whoever signs chooses
what his field looks like and where it lies: so it may be seen only in the room that was left for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject, Reference
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

ROOT_KEYS = {"/AcroForm", "/Extensions", "/Version", "/DSS", "/Perms", "/Metadata"}
"""What signing may add to the catalogue, or change in it."""
PAINTS_ANYWHERE = 8 | 16
"""Flags of an annotation that keeps its size or direction while the page is scaled or turned: NoZoom, NoRotate."""
ROUNDING = 1.0
"""Points that a stamp may lie beside the place that was left for it."""

Box = tuple[int, float, float, float, float]
"""Where room was left: page (from 1), then left, bottom, right and top in points."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What was added to a PDF of the house beside signatures without a look, or inside the room left for one.

    `covered` are pages (from 1) over which signatures lie that are seen elsewhere; `other` is any other change.
    """

    other: bool = False
    covered: tuple[int, ...] = ()

    @property
    def none(self) -> bool:
        """Whether the pages look as they were made."""
        return not self.other and not self.covered


def changes_since(content: bytes, length: int, room: Box | None = None) -> Changes:
    """What was changed after the first `length` bytes, a whole PDF, that left `room` for a stamp."""
    reader, origin = (PdfFileReader(io.BytesIO(part)) for part in (content, content[:length]))
    if not _continues(reader, origin, length):
        return Changes(other=True)
    base = origin.total_revisions - 1
    old = reader.get_historical_resolver(base)
    replaced = list(_replaced(reader, old, base))
    other = _has_other_form(reader) or any(_changes(reader, old, reference) for reference in replaced)
    return Changes(other, () if other else tuple(_covered(reader, old, set(replaced), room)))


def _continues(reader: PdfFileReader, origin: PdfFileReader, length: int) -> bool:
    """Whether the later revisions build on the original: a file may also carry it along and show another one."""
    all_starts, own = (
        [file.xrefs.get_startxref_for_revision(revision) for revision in range(file.total_revisions)]
        for file in (reader, origin)
    )
    return all_starts[: len(own)] == own and all(start >= length for start in all_starts[len(own) :])


def _replaced(reader: PdfFileReader, old: HistoricalResolver, base: int) -> Iterator[Reference]:
    """Objects of the base that a later revision writes anew or frees."""
    seen: set[Reference] = set()
    for revision in range(base + 1, reader.xrefs.total_revisions):
        later = reader.get_historical_resolver(revision)
        touched = set(later.explicit_refs_in_revision()) | set(later.refs_freed_in_revision())
        seen |= {reference for reference in touched if not old.is_ref_unassignable(reference)}
    yield from seen


def _changes(reader: PdfFileReader, old: HistoricalResolver, reference: Reference) -> bool:
    try:
        before, after = old.get_object(reference), reader.get_object(reference)
    except (PdfReadError, KeyError):
        return True
    if not isinstance(before, DictionaryObject) or not isinstance(after, DictionaryObject):
        return bool(before != after)
    differing = _differing(before, after)
    if reference == reader.root_ref:
        return bool(differing - ROOT_KEYS)
    if before.get("/Type") == "/Metadata" or reference == _information(reader):
        return False
    if before.get("/Type") == "/Page":
        return bool(differing - {"/Annots"}) or not _only_signatures_added(before, after)
    return bool(differing) or getattr(before, "data", None) != getattr(after, "data", None)


def _information(reader: PdfFileReader) -> Reference | None:
    trailer = reader.trailer_view
    return trailer.raw_get("/Info").reference if "/Info" in trailer else None


def _differing(before: DictionaryObject, after: DictionaryObject) -> set[str]:
    keys = set(before) | set(after)
    return {str(key) for key in keys if _raw(before, key) != _raw(after, key)}


def _raw(dictionary: DictionaryObject, key: str) -> Any:
    return dictionary.raw_get(key) if key in dictionary else None


def _only_signatures_added(before: DictionaryObject, after: DictionaryObject) -> bool:
    old, new = list(before.get("/Annots", ())), list(after.get("/Annots", ()))
    added = new[len(old) :]
    return new[: len(old)] == old and all(_is_signature(annotation) for annotation in added)


def _is_signature(annotation: PdfObject) -> bool:
    widget = annotation.get_object()
    if not isinstance(widget, DictionaryObject) or _inherited(widget, "/FT") != "/Sig":
        return False
    # What a field does when it is touched, and how it is drawn, must not depend on anything but its place.
    return "/A" not in widget and "/AA" not in widget and not int(widget.get("/F", 0)) & PAINTS_ANYWHERE


def _has_other_form(reader: PdfFileReader) -> bool:
    """Whether a form of another kind (XFA) comes along, which some readers show instead of the pages."""
    form = reader.root.get("/AcroForm")
    return isinstance(form, DictionaryObject) and "/XFA" in form


def _covered(
    reader: PdfFileReader, old: HistoricalResolver, replaced: set[Reference], room: Box | None
) -> Iterator[int]:
    """Pages on which a signature that was added is seen outside the room."""
    for number in range(1, int(reader.root["/Pages"]["/Count"]) + 1):
        reference = reader.find_page_for_modification(number - 1)[0].reference
        if reference not in replaced:
            continue
        before, after = old.get_object(reference), reader.get_object(reference)
        added = list(after.get("/Annots", ()))[len(before.get("/Annots", ())) :]
        if any(_is_seen(widget.get_object(), number, room) for widget in added):
            yield number


def _is_seen(widget: DictionaryObject, number: int, room: Box | None) -> bool:
    corners = [float(value) for value in widget.get("/Rect", ())]
    if len(corners) != 4:
        return True
    (left, right), (bottom, top) = sorted(corners[::2]), sorted(corners[1::2])
    if left == right or bottom == top:
        return False
    if room is None or room[0] != number:
        return True
    _, west, south, east, north = room
    inside = left >= west - ROUNDING and bottom >= south - ROUNDING
    return not (inside and right <= east + ROUNDING and top <= north + ROUNDING)


def _inherited(widget: DictionaryObject, key: str) -> Any:
    if key in widget:
        return widget[key]
    parent = widget.get("/Parent")
    return parent.get(key) if isinstance(parent, DictionaryObject) else None
