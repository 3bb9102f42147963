from __future__ import annotations

import io
import zlib
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader

from malaqbiq.decrees.documents import inspector
from malaqbiq.decrees.documents.inspection import FoundSignature, Inspection, inspect, origins
from malaqbiq.decrees.documents.render import Rendered
from malaqbiq.decrees.documents.signing import Key, KeyRefused, Stamper
from malaqbiq.decrees.rules.papers.pages import Look, extract_page
from malaqbiq.kernel.canonical import digest
from tests.decrees.documents.keys import PASSWORD, certificate_pem, key_files, pkcs12_bytes
from tests.decrees.documents.test_render import ADDRESS, RENDERER, sheet, texts
from tests.decrees.papers.sample import paper, row

A4 = 841.89


def read(content: bytes, base: int | None = None) -> Inspection:
    """What `inspect` tells, without a process of its own."""
    found = inspector.inspect(content, base, [])
    return Inspection("", found["same_pages"], tuple(FoundSignature(**item) for item in found["signatures"]))


def rendered(name: str = "Sitti Aminah") -> Rendered:
    look = Look(address=ADDRESS, signable=True)
    return RENDERER.render(sheet(extract_page(paper(), row(0, name=name), 1, look)))


def key(folder: Path, **options: bool) -> Key:
    return Key.load(key_files(folder, **options)[0], PASSWORD)


@pytest.fixture
def stamper(tmp_path: Path) -> Stamper:
    return Stamper(key(tmp_path))


def sign(stamper: Stamper, one: Rendered) -> bytes:
    return stamper.sign(one.content, one.stamp, A4, "Mamuju")


def test_a_signed_file_is_the_house_s_file_with_a_sound_signature(stamper: Stamper) -> None:
    one = rendered()
    signed = sign(stamper, one)
    assert signed.startswith(one.content)
    assert (len(one.content), digest(one.content)) in list(origins(signed))
    found = inspect(signed, base=len(one.content), room=one.stamp.box(A4))
    (signature,) = found.signatures
    assert (found.problem, found.same_pages, signature.sound) == ("", True, True)
    assert (signature.signer, signature.self_issued, signature.trusted) == ("ANDI TENRI PADA", True, False)


def test_the_stamp_names_the_signer_where_room_was_left(stamper: Stamper) -> None:
    one = rendered()
    reader = PdfReader(io.BytesIO(sign(stamper, one)))
    (widget,) = reader.pages[one.stamp.page - 1]["/Annots"]
    left, bottom, right, top = widget.get_object()["/Rect"]
    assert abs(left - one.stamp.x) <= 1
    assert abs(A4 - top - one.stamp.y) <= 1
    assert (right - left, top - bottom) == (204, 54)
    image = widget.get_object()["/AP"]["/N"]["/Resources"]["/XObject"]
    assert len(image) == 1


def test_nothing_of_one_file_leaks_into_the_next(stamper: Stamper) -> None:
    sizes = {len(sign(stamper, one)) - len(one.content) for one in [rendered("A"), rendered("A"), rendered("A")]}
    assert len(sizes) == 1


def test_a_signed_file_keeps_claiming_pdf_a_2(stamper: Stamper) -> None:
    signed = sign(stamper, rendered())
    reader = PdfReader(io.BytesIO(signed))
    assert b"<pdfaid:part>2</pdfaid:part>" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert "/Version" not in reader.trailer["/Root"]
    assert reader.pages[0]["/Annots"][0].get_object()["/F"] & 4
    assert "Sitti Aminah" in texts(reader)[0]


def test_a_root_that_the_installation_was_given_is_trusted(stamper: Stamper, tmp_path: Path) -> None:
    roots = tmp_path / "trust"
    roots.mkdir()
    (roots / "akar.pem").write_bytes(certificate_pem(pkcs12_bytes()))
    assert inspect(sign(stamper, rendered()), roots=roots).signatures[0].trusted


def test_a_certificate_out_of_time_is_told(tmp_path: Path) -> None:
    signature = read(sign(Stamper(key(tmp_path, expired=True)), rendered())).signatures[0]
    assert (signature.intact, signature.in_time, signature.sound) == (True, False, False)


def test_one_changed_byte_breaks_the_signature(stamper: Stamper) -> None:
    one = rendered()
    signed = bytearray(sign(stamper, one))
    at = signed.find(b"stream\n") + 20
    signed[at] ^= 1
    found = inspect(bytes(signed))
    assert found.problem == "unreadable" or not found.signatures[0].sound


def changed(content: bytes, change: object) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def paint(writer: IncrementalPdfFileWriter) -> None:
    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    more = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 100 100 300 300 re f"))
    page[generic.pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), more])
    writer.mark_update(reference)


def overwrite(writer: IncrementalPdfFileWriter) -> None:
    page = writer.find_page_for_modification(0)[0].get_object()
    reference = page.raw_get("/Contents").reference
    writer.objects[reference.generation, reference.idnum] = generic.StreamObject(stream_data=b"BT ET")


def note(writer: IncrementalPdfFileWriter) -> None:
    reference, _ = writer.find_page_for_modification(0)
    names = {"/Type": "/Annot", "/Subtype": "/FreeText"}
    annotation = {generic.pdf_name(key): generic.pdf_name(value) for key, value in names.items()}
    added = writer.add_object(generic.DictionaryObject(annotation))
    reference.get_object()[generic.pdf_name("/Annots")] = generic.ArrayObject([added])
    writer.mark_update(reference)


def open_action(writer: IncrementalPdfFileWriter) -> None:
    writer.root[generic.pdf_name("/OpenAction")] = generic.DictionaryObject()
    writer.update_root()


CHANGES = [paint, overwrite, note, open_action]


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_before_somebody_signed_is_found(change: object, stamper: Stamper) -> None:
    """The signature is sound, but not under our pages: only comparing revisions shows it."""
    one = rendered()
    found = read(stamper.sign(changed(one.content, change), None, A4, ""), base=len(one.content))
    assert (found.same_pages, found.signatures[0].sound) == (False, True)


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_changed_after_signing_is_found(change: object, stamper: Stamper) -> None:
    one = rendered()
    found = read(changed(sign(stamper, one), change), base=len(one.content))
    assert (found.same_pages, found.signatures[0].intact, found.signatures[0].sound) == (False, True, False)


def test_a_file_that_only_carries_ours_along_is_not_ours(stamper: Stamper) -> None:
    """Another document is written after our bytes and shown instead of them."""
    one, other = rendered(), rendered("Orang Lain")
    shift = len(one.content) + 1
    reader = IncrementalPdfFileWriter(io.BytesIO(other.content))
    whole = io.BytesIO()
    reader.write(whole)
    joined = one.content + b"\n" + _shifted(other.content, shift)
    found = inspect(joined, base=len(one.content))
    assert found.problem or found.same_pages is False


def _shifted(content: bytes, shift: int) -> bytes:
    head, _, start = content.rpartition(b"startxref\n")
    number = int(start.split()[0]) + shift
    return head + b"startxref\n%d\n%%%%EOF" % number


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"\x00" * 1000])
def test_what_cannot_be_read_says_so(content: bytes) -> None:
    assert inspect(content).problem == "unreadable"


def test_a_file_that_unpacks_without_end_is_stopped(stamper: Stamper) -> None:

    bomb = zlib.compress(bytes(100_000_000), 1)
    head = b"1 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(bomb)
    content = b"%PDF-1.7\n" + head + bomb + b"\nendstream endobj\n"
    table = b"2 0 obj<</Type/XRef/Size 4/W[1 4 1]/Root 3 0 R/Length 24>>stream\n"
    rows = b"\x00" * 6 + b"\x01" + (9).to_bytes(4, "big") + b"\x00"
    rows += b"\x01" + len(content).to_bytes(4, "big") + b"\x00" + b"\x02" + (1).to_bytes(4, "big") + b"\x00"
    content += table + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % len(content)
    assert inspect(content).problem == "unreadable"


def test_a_wrong_password_or_no_file_is_told(tmp_path: Path) -> None:
    path, _ = key_files(tmp_path)
    with pytest.raises(KeyRefused, match="another password"):
        Key.load(path, b"salah")
    with pytest.raises(KeyRefused):
        Key.load(tmp_path / "none.p12", PASSWORD)
