"""Whether a signed PDF still shows the pages that it was made from.

A PDF grows by revisions. A signature tells that nothing after it was changed, and nothing about what was changed
between the house's own file and the signature. So every object of the house's file that a later revision replaces is
looked at: only what a signature has to touch may differ, and that only by a signature's field.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject, Reference
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

ROOT_KEYS = {"/AcroForm", "/Extensions", "/Version", "/DSS", "/Perms", "/Metadata"}
"""What signing may add to the catalogue, or change in it."""


def shows_the_same(content: bytes, length: int) -> bool:
    """Whether everything added after the first `length` bytes, a whole PDF, is signatures and what goes with them."""
    reader, origin = (PdfFileReader(io.BytesIO(part)) for part in (content, content[:length]))
    if not _continues(reader, origin, length):
        return False
    base = origin.total_revisions - 1
    old = reader.get_historical_resolver(base)
    return not any(_changes(reader, old, reference) for reference in _replaced(reader, old, base))


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
    return isinstance(widget, DictionaryObject) and bool(_inherited(widget, "/FT") == "/Sig")


def _inherited(widget: DictionaryObject, key: str) -> Any:
    if key in widget:
        return widget[key]
    parent = widget.get("/Parent")
    return parent.get(key) if isinstance(parent, DictionaryObject) else None
