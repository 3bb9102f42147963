"""The papers of an inauguration: whose, with which words, signed by whom, and what nobody knows left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment, Inauguration, OathChoice, PaperNumber, Petikan, Phase
from malaqbiq.appointments.rules.papers import AFTERWARDS, PERSONAL
from malaqbiq.appointments.selectors.papers import Papers, keepers_of, sworn_at
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    Written,
    decision_record,
    inauguration_cancel,
    inauguration_close,
    inauguration_plan,
    invitation_write,
    numbers_write,
    papers_make,
    petikan_attach,
    phase_open,
    phase_release,
    sworn_data_erase,
    sworn_write,
)
from malaqbiq.decrees.documents.render import Renderer, Sheet
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Activity, StoredFile
from malaqbiq.organization.models import Post, Succession, WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.rows import CeremonyPaper
from malaqbiq.regulations.services import fact_state
from malaqbiq.service.effects import EngagedV1, Status
from malaqbiq.service.services.structures import Choice, structure_open
from tests import builders as make
from tests.appointments.test_acting import plt
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import FIRST, TODAY, _january, begun, holders, kabag, phases

__all__ = ["_january", "holders"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

OATH, MINUTES, HANDOVER = CeremonyPaper.OATH, CeremonyPaper.MINUTES, CeremonyPaper.HANDOVER
SPP, SPMT = CeremonyPaper.SPP, CeremonyPaper.SPMT
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
HOSTILE = '#read("/etc/passwd") #import "x": * \\u{41} $x^2$ <img src=x> {{ post }} *tebal* @acuan'
EVENT = Event(FIRST, "Aula Kantor", "Anwar Uji, Pimpinan", ("Saksi Uji I", "Saksi Uji II"), guide="Guru Uji")


@pytest.fixture
def phase(holders: Mapping[str, Person]) -> Phase:
    """The three Kabag are appointed to the three new posts, and nobody is sworn in yet."""
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    posts = {seat.post.unit_code: seat.post.uid for seat in found.seats.select_related("post")}
    appointed = {posts[code]: who.uid for code, who in kabag(holders).items()}
    draft = DecisionDraft("Sekretaris Jenderal KPU", "12/2022", TODAY, appointed)
    decision_record(access=OFFICER, phase=found.uid, draft=draft)
    return found


def planned(phase: Phase, event: Event = EVENT) -> Inauguration:
    return inauguration_plan(access=OFFICER, phase=phase.uid, event=event)


def words(phase: Phase, event: Inauguration, *papers: CeremonyPaper, of: Appointment | None = None) -> str:
    """What is printed, as one reads it; rendered here, without a worker."""
    event = phase.inaugurations.select_related("invitation", "phase").get(pk=event.pk)
    every = Papers(OFFICER, Phase.objects.select_related("round__office").get(pk=phase.pk), event)
    pages = every.personal(papers, [row for row in every.rows if of in {None, row}])
    pages = every.invitation() if CeremonyPaper.INVITATION in papers else pages
    return read(Renderer().render(Sheet(pages, "a4", FIRST, "x", "KPU")).content)


def read(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def told(person: Person, **facts: str) -> None:
    Person.objects.filter(pk=person.pk).update(**facts)


def test_a_kind_of_paper_of_everybody_is_one_file_on_either_sheet(phase: Phase) -> None:
    event = planned(phase)
    for size, height in (("a4", 842), ("f4", 935)):
        content = papers_make(access=OFFICER, inauguration=event.uid, papers=[SPMT], size=size)
        found = PdfReader(BytesIO(content))
        assert len(found.pages) == 3 and round(float(found.pages[0].mediabox.height)) == height
    assert b"pdfaid:part" in content
    assert Activity.objects.filter(action="appointments.papers_make").count() == 2


def test_all_papers_of_one_person_hold_nothing_of_another(phase: Phase) -> None:
    event = planned(phase)
    one, other, *_rest = sworn_at(event)
    told(one.person, name="Satu Uji", nip="198001012005011001")
    told(other.person, name="Dua Uji")
    content = papers_make(
        access=OFFICER, inauguration=event.uid, papers=list(CeremonyPaper), size="a4", appointment=one.uid
    )
    found = read(content)
    assert "Satu Uji" in found and "198001012005011001" in found and "NASKAH SUMPAH/JANJI JABATAN" in found
    assert "SURAT PERNYATAAN MENDUDUKI JABATAN" in found and "PAKTA INTEGRITAS" in found
    without_handover = found.partition("BERITA ACARA SERAH TERIMA")[0]
    assert "Dua Uji" not in without_handover and "UNDANGAN" not in found


def test_the_oath_begins_and_ends_as_the_religion_asks(phase: Phase) -> None:
    event = planned(phase)
    one, other, third = sworn_at(event)
    told(one.person, religion="Islam")
    told(other.person, religion="KATOLIK")
    told(third.person, religion="Hindu")
    first = words(phase, event, OATH, of=one)
    assert "Demi Allah, saya bersumpah:" in first and "Kiranya Tuhan" not in first and "pilih satu" not in first
    second = words(phase, event, OATH, MINUTES, of=other)
    assert second.count("Kiranya Tuhan menolong saya.") == 2 and "Demi Allah" not in second
    assert "Om Atah Paramawisesa" in words(phase, event, MINUTES, of=third)


def test_minutes_and_handover_take_no_page_for_signatures_alone(phase: Phase) -> None:
    witnesses = ("Hasanuddin Bulangtinggi, Kepala Biro SDM", "Sitti Rahmawati, Kepala Biro Umum Sekretariat Jenderal")
    event = planned(phase, replace(EVENT, witnesses=witnesses, place="Aula Kantor Gubernur Sulawesi Barat di Mamuju"))
    for row in sworn_at(event):
        told(row.person, religion="Katolik", name="Hj. Nurhayati Syamsuddin Bulangtinggi Pattalolang")
    event = phase.inaugurations.select_related("invitation", "phase").get(pk=event.pk)
    every = Papers(OFFICER, Phase.objects.select_related("round__office").get(pk=phase.pk), event)
    for paper, pages in ((MINUTES, 1), (HANDOVER, 2)):
        made = every.personal([paper], every.rows)
        found = PdfReader(BytesIO(Renderer().render(Sheet(made, "a4", FIRST, "x", "KPU")).content))
        assert len(found.pages) == pages * len(made), paper
        first = " ".join(found.pages[0].extract_text().split())
        assert "Demikian" in first and ("Saksi I" in first or "Mengetahui" in first)


def test_who_is_of_an_unknown_religion_has_the_choice_left_open(phase: Phase) -> None:
    event = planned(phase)
    one, other, _third = sworn_at(event)
    told(other.person, religion="entah apa")
    for row in (one, other):
        found = words(phase, event, OATH, of=row)
        assert "pilih satu" in found and all(
            name in found for name in ("Islam", "Katolik", "Hindu", "Buddha", "Khonghucu")
        )
        assert "kata pembuka menurut agama" in words(phase, event, MINUTES, of=row)


def test_an_officer_chooses_the_oath_for_the_papers_alone(phase: Phase) -> None:
    event = planned(phase)
    one = sworn_at(event)[0]
    told(one.person, religion="Islam")
    sworn_write(access=OFFICER, inauguration=event.uid, appointment=one.uid, faith="janji", numbers={})
    assert "saya menyatakan dan berjanji" in words(phase, event, OATH, of=sworn_at(event)[0])
    one.person.refresh_from_db()
    assert one.person.religion == "Islam"
    assert not any("janji" in str(row.detail) for row in Activity.objects.filter(action="appointments.sworn_write"))
    with pytest.raises(RoundRefused, match="on the list"):
        sworn_write(access=OFFICER, inauguration=event.uid, appointment=one.uid, faith="rekaan", numbers={})
    sworn_write(access=OFFICER, inauguration=event.uid, appointment=one.uid, faith="", numbers={})
    assert not OathChoice.objects.exists()


def test_once_it_is_closed_who_was_absent_has_no_papers(phase: Phase) -> None:
    event = planned(phase)
    absent, *present = sworn_at(event)
    told(absent.person, name="Absen Uji")
    with clock.standing_at(make.noon(FIRST)):
        inauguration_close(access=OFFICER, inauguration=event.uid, present=[row.uid for row in present])
    event.refresh_from_db()
    assert [row.uid for row in sworn_at(event)] == [row.uid for row in present]
    assert "Absen Uji" not in words(phase, event, SPP, SPMT, MINUTES)
    with pytest.raises(Appointment.DoesNotExist):
        papers_make(access=OFFICER, inauguration=event.uid, papers=[SPP], size="a4", appointment=absent.uid)
    with pytest.raises(Appointment.DoesNotExist):
        sworn_write(access=OFFICER, inauguration=event.uid, appointment=absent.uid, faith="", numbers={})


def test_whoever_signs_is_the_units_signer_of_that_day_or_nobody(phase: Phase) -> None:
    event = planned(phase)
    unsigned = words(phase, event, SPMT)
    assert "SEKRETARIS" in unsigned and "ANDI TENRI PADA" not in unsigned
    make.signed_for(WorkUnit.objects.get(code="76"))
    assert words(phase, event, SPMT).count("ANDI TENRI PADA") == 6
    assert "ANDI TENRI PADA" not in words(phase, event, SPP)
    inauguration_cancel(access=OFFICER, inauguration=event.uid)
    led = planned(phase, Event(FIRST, "Aula", "Andi Tenri Pada, Sekretaris", ("Satu", "Dua")))
    assert "NIP 197001011990032001" in words(phase, led, SPP)


def test_of_a_sekretaris_the_provinces_signs_and_of_the_provinces_nobody_here() -> None:
    where, below = make.unit("76"), make.unit("76.01", "kabkota")
    make.signed_for(where)
    structure_open(access=OFFICER, choice=Choice("pkpu-14-2020", TODAY, ("76", "76.01")))
    found = begun()
    people = [make.person("Calon Satu"), make.person("Calon Dua")]
    engaged = EngagedV1(status=Status.PNS, work_unit=where.uid)
    day = date(2010, 1, 1)
    make.opened(
        where,
        [
            EntryDraft("service.engaged", day, where.uid, engaged, person=who.uid, row=row)
            for row, who in enumerate(people, start=1)
        ],
    )
    first = found.phases.get(ordinal=1)
    phase_open(access=OFFICER, phase=first.uid)
    phase_release(access=Access.system("boss"), phase=first.uid, reason="uji")
    second = found.phases.get(ordinal=2)
    phase_open(access=OFFICER, phase=second.uid)
    top = first.seats.get(post__work_unit=where).post
    head = second.seats.get(post__work_unit=below, post__position_name__startswith="Sekretaris KPU").post
    for phase, post, who in ((first, top, people[0]), (second, head, people[1])):
        draft = DecisionDraft("Sekretaris Jenderal KPU", "1", TODAY, {post.uid: who.uid})
        decision_record(access=OFFICER, phase=phase.uid, draft=draft)
    assert "ANDI TENRI PADA" in words(second, planned(second), SPMT)
    above = words(first, planned(first), SPMT)
    assert "Atasan langsung," in above and "ANDI TENRI PADA" not in above


def test_numbers_are_typed_from_the_offices_book_or_left_blank(phase: Phase) -> None:
    event = planned(phase)
    one, other, _third = sworn_at(event)
    assert "Nomor ………………" in words(phase, event, SPP, of=one)
    given = {one.uid: {"spp": " 7/SDM.05.5/76/2022 ", "oath": "tak bernomor"}, other.uid: {"spmt": "8"}}
    numbers_write(access=OFFICER, inauguration=event.uid, numbers=given)
    assert "Nomor 7/SDM.05.5/76/2022" in words(phase, event, SPP, of=one)
    assert "Nomor ………………" in words(phase, event, SPMT, of=one)
    assert set(PaperNumber.objects.values_list("paper", "number")) == {("spp", "7/SDM.05.5/76/2022"), ("spmt", "8")}
    numbers_write(access=OFFICER, inauguration=event.uid, numbers={one.uid: {"spp": ""}})
    assert PaperNumber.objects.count() == 1
    with pytest.raises(RoundRefused, match="120"):
        numbers_write(access=OFFICER, inauguration=event.uid, numbers={one.uid: {"spp": "9" * 121}})


def test_a_post_is_handed_over_by_whoever_kept_it_and_by_nobody_to_himself(phase: Phase) -> None:
    event = planned(phase)
    every = {row.seat.post.unit_code: row for row in sworn_at(event)}
    own = words(phase, event, HANDOVER, of=every["P20B.3"])
    assert "PIHAK PERTAMA" in own and own.count(every["P20B.3"].person.name) >= 2
    with clock.standing_at(make.noon(FIRST)):
        inauguration_close(access=OFFICER, inauguration=event.uid, present=[row.uid for row in every.values()])
    event.refresh_from_db()
    assert "DRAF" in own and words(phase, event, HANDOVER, of=every["P20B.3"]) == own.replace("DRAF ", "")
    with pytest.raises(Appointment.DoesNotExist):
        papers_make(
            access=OFFICER, inauguration=event.uid, papers=[HANDOVER], size="a4", appointment=every["P20B.1"].uid
        )


def test_who_stood_in_hands_the_post_over_before_the_demisioner(phase: Phase, holders: Mapping[str, Person]) -> None:
    event = planned(phase)
    row = next(one for one in sworn_at(event) if one.seat.post.unit_code == "P20B.1")
    assert keepers_of([row], FIRST)[row.seat.post_id] == []
    plt("P20B.1", holders["P08.11"])
    kept = keepers_of([row], FIRST)[row.seat.post_id]
    assert kept == [(holders["P08.11"], row.seat.post)]
    assert holders["P08.11"].name in words(phase, event, HANDOVER, of=row)


def test_each_of_several_who_kept_a_post_hands_over_under_a_number_of_his_own(phase: Phase) -> None:
    event = planned(phase)
    row = next(one for one in sworn_at(event) if one.seat.post.unit_code == "P20B.3")
    other = Post.objects.exclude(unit_code__in=["P08.1", "P08.2", "P08.3"]).get(unit_code="P08.11")
    Succession.objects.create(old=other, new=row.seat.post)
    kept = keepers_of([row], FIRST)[row.seat.post_id]
    assert kept is not None
    one, two = (person for person, _post in kept)
    given = {f"handover.{one.uid}": "1/BAST", f"handover.{two.uid}": "2/BAST", "handover": "tak bertuan"}
    numbers_write(access=OFFICER, inauguration=event.uid, numbers={row.uid: given})
    printed = words(phase, event, HANDOVER, of=row)
    assert printed.index("Nomor 1/BAST") < printed.index(one.name) < printed.index("Nomor 2/BAST")
    assert set(PaperNumber.objects.values_list("number", "keeper")) == {("1/BAST", one.uid), ("2/BAST", two.uid)}


def test_what_says_that_somebody_was_sworn_in_is_a_draft_until_it_is_closed(phase: Phase) -> None:
    event = planned(phase)
    rows = sworn_at(event)

    def drafts() -> set[str]:
        every = Papers(OFFICER, phase, Inauguration.objects.select_related("phase").get(pk=event.pk))
        return {str(page["title"]) for page in every.personal(PERSONAL, every.rows) if page.get("draft")}

    assert len(drafts()) == len(AFTERWARDS)
    with clock.standing_at(make.noon(FIRST)):
        inauguration_close(access=OFFICER, inauguration=event.uid, present=[row.uid for row in rows])
    assert drafts() == set()


def test_a_planned_inauguration_is_taken_back_with_what_hangs_on_it(phase: Phase) -> None:
    event = planned(phase)
    row = sworn_at(event)[0]
    numbers_write(access=OFFICER, inauguration=event.uid, numbers={row.uid: {"spp": "1"}})
    invitation_write(access=OFFICER, inauguration=event.uid, written=Written("5/UND", TODAY))
    inauguration_cancel(access=OFFICER, inauguration=event.uid)
    assert not phase.inaugurations.exists() and not PaperNumber.objects.exists()
    again = planned(phase)
    with clock.standing_at(make.noon(FIRST)):
        inauguration_close(access=OFFICER, inauguration=again.uid, present=[row.uid])
    with pytest.raises(RoundRefused, match="closed already"):
        inauguration_cancel(access=OFFICER, inauguration=again.uid)


def test_the_invitation_names_those_appointed_and_guests(phase: Phase) -> None:
    event = planned(phase)
    written = Written("5/UND", TODAY, "09.00 WITA", "PDH", ["Ketua Uji, Ketua KPU", "", "  Tamu   Uji  "])
    invitation_write(access=OFFICER, inauguration=event.uid, written=written)
    found = words(phase, event, CeremonyPaper.INVITATION)
    for text in ("5/UND", "4 Januari 2022", "09.00 WITA", "Rabu, 5 Januari 2022", "Ketua Uji, Ketua KPU", "Tamu Uji"):
        assert text in found
    assert all(f"{row.person.name}," in found for row in sworn_at(event))
    invitation_write(access=OFFICER, inauguration=event.uid, written=Written())
    assert "Nomor : ………………" in words(phase, event, CeremonyPaper.INVITATION)
    with pytest.raises(RoundRefused):
        invitation_write(access=OFFICER, inauguration=event.uid, written=Written(guests=["x"] * 201))


def test_hostile_text_is_text(phase: Phase) -> None:
    event = planned(phase, Event(FIRST, HOSTILE[:110], HOSTILE, (HOSTILE, f"{HOSTILE} II"), guide=HOSTILE))
    one = sworn_at(event)[0]
    told(one.person, name=HOSTILE)
    WorkUnit.objects.filter(code="76").update(seat="#panic()")
    written = Written(number=HOSTILE, time="#{1+1}", attire=HOSTILE, guests=[HOSTILE])
    invitation_write(access=OFFICER, inauguration=event.uid, written=written)
    sworn_write(access=OFFICER, inauguration=event.uid, appointment=one.uid, faith="", numbers={"spp": HOSTILE})
    for paper in CeremonyPaper:
        found = words(phase, event, paper)
        assert '#read("/etc/passwd")' in found and "root:" not in found and "{{ post }}" in found


def test_an_offices_own_words_count_before_malaqbiqs(phase: Phase) -> None:
    event = planned(phase)
    said = {"paper": "spmt", "version": 2, "title": "Surat Bekerja", "source": "Pedoman kantor"}
    own = {**said, "statements": ["menyatakan bahwa:", "{{ name }} bekerja sejak {{ held_on }}."]}
    fact_state(access=make.OFFICER, office="76", table="inauguration_texts", values=own)
    found = words(phase, event, SPMT)
    assert "SURAT BEKERJA" in found and "bekerja sejak 5 Januari 2022." in found


def test_who_does_not_run_the_round_makes_no_papers(phase: Phase) -> None:
    event = planned(phase)
    foreign = Access("user:foreign", {Role.SDM_OFFICER: frozenset({"76.01"})})
    with pytest.raises(Forbidden):
        papers_make(access=foreign, inauguration=event.uid, papers=[SPP], size="a4")
    with pytest.raises(Forbidden):
        invitation_write(access=foreign, inauguration=event.uid, written=Written())


def test_petikan_and_oath_go_with_a_person_whose_data_are_erased(phase: Phase) -> None:
    event = planned(phase)
    one = sworn_at(event)[0]
    petikan_attach(access=OFFICER, appointment=one.uid, content=SCAN + b"%%EOF", name="petikan.pdf")
    sworn_write(access=OFFICER, inauguration=event.uid, appointment=one.uid, faith="islam", numbers={})
    admin = Access.system("admin")
    assert sworn_data_erase(access=admin, person=one.person_id) == 2
    assert not Petikan.objects.exists() and not OathChoice.objects.exists()
    assert not StoredFile.objects.filter(name="petikan.pdf").exists()


def test_a_text_without_a_line_is_refused_and_a_kind_without_words_has_no_paper(phase: Phase) -> None:
    event = planned(phase)
    said = {"paper": "spmt", "version": 2, "title": "Surat", "source": "Pedoman", "statements": []}
    with pytest.raises(UserError):
        fact_state(access=make.OFFICER, office="76", table="inauguration_texts", values=said)
    with pytest.raises(UserError, match="no place"):
        fact_state(
            access=make.OFFICER,
            office="76",
            table="inauguration_texts",
            values={**said, "statements": ["{{ password }}"]},
        )
    Fact.objects.filter(table="inauguration_texts", slot="inauguration-text:spmt").update(superseded_at=clock.now())
    with pytest.raises(Appointment.DoesNotExist):
        papers_make(access=OFFICER, inauguration=event.uid, papers=[SPMT], size="a4")
    assert words(phase, event, SPP)
