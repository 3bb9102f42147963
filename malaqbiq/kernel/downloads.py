"""A stored file on its way to a browser: never shown as a page, never guessed at."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from malaqbiq.kernel.models import StoredFile


def file_response(file: StoredFile, content: bytes) -> HttpResponse:
    """The file to be saved under its name; a browser neither runs it nor keeps it."""
    response = HttpResponse(content, content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
