"""What signatures a PDF holds, told by a process of its own.

A file from outside may be made to eat memory or time. So it is read here, with limits that the kernel keeps, and what
comes back is small JSON. Run as ``python -m malaqbiq.decrees.documents.inspector``; `inspection` is the other side.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from asn1crypto.x509 import Certificate
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from malaqbiq.decrees.documents.certificates import in_time
from malaqbiq.decrees.documents.revisions import Box, changes_since

MEMORY = 1024**3
SECONDS = 20
MOST = 20
"""Signatures that are looked at."""


def inspect(content: bytes, base: int | None, roots: list[Certificate], room: Box | None = None) -> dict[str, Any]:
    """Every signature, and whether the pages are those of the first `base` bytes (None if no base is known).

    `room` is where those left room for a stamp.
    """
    try:
        reader = PdfFileReader(io.BytesIO(content))
    except PdfReadError:
        # Some programs write scans that are out of form: nothing in one is believed, but its pages can be counted.
        return {"problem": "unreadable", "pages": _pages(PdfFileReader(io.BytesIO(content), strict=False))}
    if reader.encrypted:
        return {"problem": "encrypted"}
    changes = None if base is None else changes_since(content, base, room)
    signatures = [_signature(item, roots) for item in _signatures(reader)]
    return {
        "same_pages": changes.none if changes else None,
        "covered": list(changes.covered) if changes else [],
        "signatures": signatures,
        "keywords": _keywords(reader),
        "pages": _pages(reader),
    }


def is_sound(content: bytes) -> bool:
    """Whether a file that was signed here (so it is in no need of limits) holds signatures, and all of them sound."""
    found = [_signature(item, []) for item in _signatures(PdfFileReader(io.BytesIO(content)))]
    return bool(found) and all(item["intact"] and item["unchanged"] and item["in_time"] for item in found)


def _pages(reader: PdfFileReader) -> int | None:
    """How many pages the file says that it has; None where it says nothing that can be."""
    count = reader.root["/Pages"].get("/Count", 0)
    return int(count) if isinstance(count, int) and count > 0 else None


def _keywords(reader: PdfFileReader) -> list[str]:
    trailer = reader.trailer_view
    words = str(trailer["/Info"].get("/Keywords", "")) if "/Info" in trailer else ""
    return [word.strip()[:40] for word in words[:1000].split(",")]


def _signatures(reader: PdfFileReader) -> list[EmbeddedPdfSignature]:
    return list(reader.embedded_regular_signatures)[:MOST]


def _signature(signature: EmbeddedPdfSignature, roots: list[Certificate]) -> dict[str, Any]:
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    status = validate_pdf_signature(signature, context)
    certificate = status.signing_cert
    at = status.signer_reported_dt
    return {
        "field": str(signature.field_name),
        "signer": _name(certificate.subject),
        "issuer": _name(certificate.issuer),
        "serial": f"{certificate.serial_number:x}",
        "signed_at": at.isoformat() if at else None,
        "intact": status.intact and status.valid,
        "unchanged": _unchanged(status),
        "trusted": status.trusted,
        "self_issued": certificate.subject == certificate.issuer,
        "in_time": _in_time(certificate, at),
    }


def _unchanged(status: PdfSignatureStatus) -> bool:
    """Whether nothing but permitted updates came after the signature (`bottom_line` without the question of trust)."""
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
    return bool(whole and status.docmdp_ok and status.modification_level is not None and not _suspicious(status))


def _suspicious(status: PdfSignatureStatus) -> bool:
    return status.modification_level.name == "OTHER"  # type: ignore[union-attr]


def _in_time(certificate: Certificate, at: datetime | None) -> bool:
    return at is not None and in_time(certificate, at)


def _name(name: Any) -> str:
    native = name.native
    return str(native.get("common_name") or name.human_friendly)[:200]


def _roots(folder: str) -> list[Certificate]:
    files = sorted(path for path in Path(folder).glob("*") if path.suffix in {".pem", ".crt", ".cer"}) if folder else []
    return list(load_certs_from_pemder([str(path) for path in files])) if files else []


def main() -> None:
    """Tell what the PDF on standard input holds. Arguments: length of the base, folder of roots, room.

    A dash stands for a length or a room that is not known. The room is five whole numbers with commas between them.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable(logging.CRITICAL)
    base, folder, place = sys.argv[1:4]
    room = None if place == "-" else cast("Box", tuple(map(int, place.split(","))))
    try:
        found = inspect(sys.stdin.buffer.read(), None if base == "-" else int(base), _roots(folder), room)
    except Exception:  # noqa: BLE001 - whatever a file from outside does to a parser, it is unreadable and no more
        found = {"problem": "unreadable"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
