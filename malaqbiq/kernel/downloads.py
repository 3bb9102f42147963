"""A stored file on its way to a browser: never shown as a page, never guessed at."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from malaqbiq.kernel.media import XLSX, Media, safe_name
from malaqbiq.kernel.models import StoredFile

PIECE = 1024 * 1024

Response = TypeVar("Response", bound=HttpResponseBase)


def file_response(file: StoredFile, content: bytes) -> HttpResponse:
    """The file to be saved under its name; a browser neither runs it nor keeps it."""
    return _saved(content, file.name, file.media_type)


def path_response(file: StoredFile, path: Path) -> StreamingHttpResponse:
    """The file like `file_response`, sent piece by piece from where it lies: for what is too big for memory."""
    response = _guarded(StreamingHttpResponse(_pieces(path), content_type=file.media_type), file.name)
    response["Content-Length"] = str(file.size)
    return response


def made_response(content: bytes, name: str, media: Media) -> HttpResponse:
    """A content that was made just now and isn't stored, to be saved under a name like a stored file. The name is a
    title, not a path: what it says around a slash is kept.
    """
    title = name.replace("/", "-").replace("\\", "-")
    return _saved(content, safe_name(title + media.suffix, media.suffix), media.type)


def workbook_response(name: str, write: Callable[[Path], object]) -> HttpResponse:
    """A workbook that `write` writes to the path it is given, to be saved under a name."""
    with tempfile.TemporaryDirectory(prefix="malaqbiq-") as folder:
        path = Path(folder) / "workbook.xlsx"
        write(path)
        return made_response(path.read_bytes(), name, XLSX)


def _saved(content: bytes, name: str, media_type: str) -> HttpResponse:
    return _guarded(HttpResponse(content, content_type=media_type), name)


def _guarded(response: Response, name: str) -> Response:
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
