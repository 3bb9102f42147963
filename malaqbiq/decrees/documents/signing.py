"""Signing a PDF here, by PAdES, with a key from a PKCS#12 file."""

from __future__ import annotations

import io
import json
import logging
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment as Axis
from pyhanko.pdf_utils.layout import BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from malaqbiq.decrees.documents.certificates import NO_KEY, KeyRefused, common_name, may_sign
from malaqbiq.decrees.documents.render import STAMP, Place, Renderer

# What it says of a wrong password, with a traceback, is for us to say.
logging.getLogger("pyhanko").addHandler(logging.NullHandler())

FIELD = "TandaTangan"
CMS_BYTES = 3072
"""What a signature takes beside its certificates."""


@dataclass(frozen=True, slots=True)
class Key:
    """A signing key, loaded once. `name` is whom its certificate names."""

    signer: SimpleSigner
    name: str

    @classmethod
    def load(cls, path: Path, password: bytes) -> Key:
        """The key of a PKCS#12 file; KeyRefused if it can't be had."""
        signer = SimpleSigner.load_pkcs12(path, passphrase=password) if path.is_file() else None
        if signer is None or signer.signing_cert is None:
            raise KeyRefused(NO_KEY)
        return cls(signer, common_name(signer.signing_cert))

    def require(self, at: datetime) -> None:
        """KeyRefused unless the key may sign at the moment (see `may_sign`)."""
        may_sign(self.signer.signing_cert, at)

    @property
    def room(self) -> int:
        """Hexadecimal digits to reserve for a signature. Left out, pyHanko signs twice to find it."""
        certificates = [self.signer.signing_cert, *self.signer.cert_registry]
        return 2 * (CMS_BYTES + sum(len(certificate.dump()) for certificate in certificates))


class Stamper:
    """Signs PDFs of the house, each with the same stamp in the place that was left for it."""

    def __init__(self, key: Key) -> None:
        self._key = key
        self._stamp = PdfFileReader(io.BytesIO(_stamp_pdf(key.name)))

    def sign(self, content: bytes, place: Place | None, height: float, town: str) -> bytes:
        """The PDF with a signature appended; its stamp lies at `place` on sheets of `height` points."""
        writer = _Writer(io.BytesIO(content))
        metadata = PdfSignatureMetadata(
            field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, location=town or None
        )
        signer = PdfSigner(
            metadata,
            self._key.signer,
            stamp_style=_style(self._stamp),
            new_field_spec=_field(place, height),
        )
        return bytes(signer.sign_pdf(writer, bytes_reserved=self._key.room).getvalue())


class _Writer(IncrementalPdfFileWriter):
    """Leaves a PDF/A-2 the version that it claims: elliptic curves would raise it to 2.0, which PDF/A-2 rules out."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Keep the version."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Keep extensions of PDF 2.0 out; PAdES's own is one of 1.7."""
        if ext.prefix_name != "/ISO_":
            super().register_extension(ext)

    def _update_meta(self) -> None:
        """Keep the metadata as the renderer wrote them: rewritten, their PDF/A mark gets another form."""


class _Page(PdfContent):
    """A page of a PDF read before, to be copied into each signed file. One object may serve one file only."""

    def __init__(self, source: PdfFileReader) -> None:
        super().__init__()
        self._source = source

    def render(self) -> bytes:
        """The command that paints the page."""
        name = f"/Stamp{uuid.uuid5(uuid.NAMESPACE_OID, FIELD).hex}"
        self.resources.xobject[name] = self._ensure_writer.import_page_as_xobject(self._source)
        width, height = STAMP
        self.box = BoxConstraints(width=width, height=height)
        return f"{name} Do".encode()


def _style(source: PdfFileReader) -> StaticStampStyle:
    exact = SimpleBoxLayoutRule(
        x_align=Axis.ALIGN_MID,
        y_align=Axis.ALIGN_MID,
        margins=Margins(0, 0, 0, 0),
        inner_content_scaling=InnerScaling.STRETCH_FILL,
    )
    return StaticStampStyle(background=_Page(source), background_layout=exact, border_width=0)


def _field(place: Place | None, height: float) -> SigFieldSpec:
    if place is None:
        return SigFieldSpec(FIELD)
    page, left, bottom, right, top = place.box(height)
    return SigFieldSpec(FIELD, on_page=page - 1, box=(left, bottom, right, top))


def _stamp_pdf(name: str) -> bytes:
    width, height = STAMP
    renderer = Renderer(template="stamp.typ", tags=False)
    return renderer.compile(json.dumps({"name": name, "width": width, "height": height}), date(2000, 1, 1))
