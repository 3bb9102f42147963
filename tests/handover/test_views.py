"""The pages of handing over, by role and scope, and the berita acara."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from malaqbiq.accounts.models import Notice, User
from malaqbiq.handover.models import Handover
from malaqbiq.kernel.access import Role
from malaqbiq.ui.models import SavedView
from tests.handover import office
from tests.handover.office import draft, handed, offered, user
from tests.pages import at_most

pytestmark = pytest.mark.django_db

SDM, SECRETARY, ADMIN = Role.SDM_OFFICER, Role.SECRETARY, Role.ADMINISTRATOR


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


def browser(of: User) -> Client:
    client = Client()
    client.force_login(of)
    return client


def text(client: Client, address: str, **params: object) -> str:
    response = client.get(address, params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def posted(giver: User, taker: User, by: User | None = None, **more: object) -> dict[str, object]:
    offer = offered(giver, taker, by)
    given = {"giver": giver.uid} if by else {}
    parts = [part.key for part in offer.parts]
    return {"taker": taker.uid, "digest": offer.digest, "part": parts, "dated_on": "2022-01-11", **given, **more}


def test_an_officer_sees_what_would_pass_and_hands_it_over() -> None:
    ani, budi = user("ani", (SDM, "76"), (SECRETARY, "76")), user("budi", (SDM, "76"))
    draft(ani, "Perpanjangan <b>PPNPN</b>")
    office.view(ani)
    client = browser(ani)
    assert "Nothing was handed over yet" in text(client, "/handover")
    start = text(client, "/handover/new")
    assert "Budi (budi)" in start and "goes by role and work unit" in start and "berita acara</h2>" not in start
    review = text(client, "/handover/new", taker=budi.uid)
    assert "Perpanjangan &lt;b&gt;PPNPN&lt;/b&gt;" in review and "kontrak berakhir" in review
    assert "hold these roles" in review and "An administrator gives them under Users" in review
    answer = client.post("/handover/new", posted(ani, budi))
    made = Handover.objects.get()
    assert answer.headers["Location"] == f"/handover/{made.uid}"
    page = text(client, f"/handover/{made.uid}")
    assert "Ani to Budi" in page and "Hand back" not in page
    theirs = browser(budi)
    assert "Hand back" in text(theirs, f"/handover/{made.uid}")
    assert "Ani has handed over to you" in text(theirs, "/notices")
    assert "Decrees not issued yet: 1 · Views of lists: 1" in text(theirs, "/handover")


def test_what_was_typed_stays_when_it_is_refused_and_what_changed_is_shown_anew() -> None:
    gone, budi, admin = user("gone", (SDM, "76")), user("budi", (SDM, "76")), user("admin", (ADMIN, "76"))
    office.view(gone)
    client = browser(admin)
    assert "/users/" in text(client, "/handover/new", giver=gone.uid, taker=user("lain", (SECRETARY, "76")).uid)
    refused = client.post("/handover/new", posted(gone, budi, admin, number="7/BA"))
    assert refused.status_code == 422 and "7/BA" in refused.content.decode()
    stale = client.post("/handover/new", posted(gone, budi, admin, digest="x", reason="pindah"))
    assert stale.status_code == 422 and "is another by now" in stale.content.decode()
    assert not Handover.objects.exists()
    client.post("/handover/new", posted(gone, budi, admin, reason="pindah"))
    assert Handover.objects.get().reason == "pindah"
    assert Notice.objects.get(user=gone).kind == "handover.given"


def test_a_foreign_giver_or_taker_is_not_there() -> None:
    ani, far = user("ani", (ADMIN, "76.05")), user("far", (SDM, "76.02"))
    near = user("near", (SDM, "76.05"))
    client = browser(ani)
    assert client.get("/handover/new", {"giver": far.uid}).status_code == 404
    assert client.get("/handover/new", {"giver": near.uid, "taker": far.uid}).status_code == 404
    assert client.get("/handover/new", {"giver": near.uid, "taker": ani.uid}).status_code == 404
    assert client.get("/handover/new", {"giver": "x"}).status_code == 404
    assert "far" not in text(client, "/handover/new", giver=near.uid)
    post = {"giver": far.uid, "taker": near.uid, "digest": "", "part": "views", "dated_on": "2022-01-11"}
    assert client.post("/handover/new", post).status_code == 404


@pytest.mark.parametrize(
    ("role", "code", "sees"),
    [
        (SECRETARY, "76", True),
        (ADMIN, "76.05", True),
        (Role.AUDITOR, "76.05", True),
        (SDM, "76.05", False),
        (Role.APPRAISER, "76.05", False),
        (Role.STAFF, "76.05", False),
        (SECRETARY, "76.02", False),
    ],
)
def test_who_oversees_the_unit_sees_a_handover_and_its_paper_and_nobody_else(role: Role, code: str, sees: bool) -> None:
    ani, budi = user("ani", (SDM, "76.05")), user("budi", (SDM, "76.05"))
    office.view(ani)
    made = handed(ani, budi)
    client = browser(user("other", (role, code)))
    assert client.get(f"/handover/{made.uid}").status_code == (200 if sees else 404)
    if not sees:
        assert client.get(f"/handover/{made.uid}/paper").status_code == 404


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.COMMISSIONER])
def test_who_has_nothing_to_hand_over_has_no_page_for_it(role: Role) -> None:
    client = browser(user("other", (role, "76")))
    assert client.get("/handover/new").status_code == 404
    assert client.get("/handover").status_code == 404


def test_the_pages_cost_little_however_much_passes() -> None:
    ani, budi = user("ani", (SDM, "76")), user("budi", (SDM, "76"))
    client = browser(ani)
    for number in range(3):
        draft(ani, f"Naskah {number}")
    made = handed(ani, budi, parts=["decrees"])
    for number in range(30):
        draft(ani, f"Lagi {number}")
        office.view(ani, f"tampilan {number}")
    client.get("/handover")
    with at_most():
        text(client, "/handover")
    with at_most():
        text(client, f"/handover/{made.uid}")
    with at_most(26):
        text(client, "/handover/new", taker=budi.uid)


@pytest.mark.parametrize("size", ["a4", "f4", "x"])
def test_the_berita_acara_names_both_what_passed_and_three_who_sign(size: str) -> None:
    ani, budi = user("ani", (SDM, "76.05")), user("budi", (SDM, "76.05"))
    draft(ani, "Perpanjangan #strong[PPNPN]", code="76.05")
    office.view(ani)
    made = handed(ani, budi, number="12/BA/2022")
    answer = browser(budi).get(f"/handover/{made.uid}/paper", {"size": size})
    pdf = PdfReader(BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    page = " ".join(" ".join(one.extract_text() for one in pdf.pages).split())
    assert "Selasa tanggal sebelas bulan Januari tahun dua ribu dua puluh dua" in page
    assert "Perpanjangan #strong[PPNPN]" in page and "12/BA/2022" in page
    assert all(words in page for words in ("PIHAK PERTAMA", "PIHAK KEDUA", "Mengetahui", "Ani", "Budi"))
    assert "Tampilan daftar: 1 (satu)" in page
    assert round(float(pdf.pages[0].mediabox.width)) == {"f4": 609}.get(size, 595)


def test_views_of_another_stay_his() -> None:
    ani, budi, cici = user("ani", (SDM, "76")), user("budi", (SDM, "76")), user("cici", (SDM, "76"))
    office.view(ani)
    office.view(cici)
    handed(ani, budi)
    assert SavedView.objects.filter(owner=str(cici.uid)).exists()
