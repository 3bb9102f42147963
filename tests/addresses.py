"""Every address of the house, filled with what stands behind it: for guards that visit them all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

from django.urls import get_resolver

from malaqbiq.accounts.models import Grant, Notice, User
from malaqbiq.appointments.models import Round, Waiver
from malaqbiq.appointments.services import (
    ChangeDraft,
    DecisionDraft,
    Event,
    Order,
    Received,
    acting_record,
    candidates_name,
    change_draft,
    decision_record,
    inauguration_close,
    inauguration_plan,
    member_name,
    phase_open,
    phase_release,
    round_begin,
)
from malaqbiq.decrees.models import Register
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.decrees.services.signatures import scan_attach
from malaqbiq.handover.models import Handover
from malaqbiq.intake.models import Import
from malaqbiq.intake.services.uploads import upload_store
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.jobs import job_enqueue
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.services.signers import SignerFields, signer_record
from malaqbiq.pay.services import exception_propose
from malaqbiq.people.models import Person
from malaqbiq.regulations.services import fact_state
from malaqbiq.reports.services import letter_make
from malaqbiq.service.effects import EngagedV1, Status
from malaqbiq.service.models import Penalty
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from malaqbiq.ui.services import view_save
from tests import builders as make
from tests.appraisal.office import Office, told
from tests.guards.test_routes import routes
from tests.intake.office import row, written
from tests.kernel.test_media import MINIMAL_PDF
from tests.reports.office import JANUARY, reviewed, sent

TODAY = date(2022, 2, 3)
OWNER_UID = UUID("017ebdbd-3200-7a00-8000-000000000001")
OWNER = Access(str(OWNER_UID), {role: frozenset({"76", "76.01", "76.02"}) for role in Role})
UNSIGNED = {"place": None, "date": None, "mark": None, "stamp": False}
NEVER_THERE = "01890a5d-ac96-774b-bcce-b302099a8057"


def what_stands_there(folder: Path) -> dict[str, str]:
    """Of what stands in the province's work units, or is one user's own: what each address names."""
    office = told("anto", "budi")
    staff = office.client("anto")
    staff.post(office.address("/mine/objection"), {"reason": "keliru"})
    objection = office.cycle.appraisees.get(person__uid=office.cast["anto"]).objections.get()
    found = _papers(office, folder) | _filling()
    owned = _told(User.objects.get(username="pemilik"))
    return (
        found
        | owned
        | {
            "cycle": str(office.cycle.uid),
            "board/": str(office.cycle.uid),
            "person": str(office.cast["anto"]),
            "objection": str(objection.uid),
            "penalty": str(_penalty(office.cast["anto"]).uid),
        }
    )


def _penalty(who: UUID) -> Penalty:
    facts = {"source": "SK", "entered_by": OWNER.actor, "entered_at": clock.now()}
    return Penalty.objects.create(person_id=who, grade="light", valid_from=TODAY, **facts)


def _papers(office: Office, folder: Path) -> dict[str, str]:
    unit = office.cast.units["76"]
    who = Person.objects.create(name="Citra Rekaan", entered_unit="76")
    issued = make.issued(unit, make.engaged(who, unit, date(2022, 1, 1), date(2022, 12, 31)), date(2022, 1, 11))
    draft = make.drafted(unit, make.engaged(who, unit, date(2023, 1, 1), date(2023, 12, 31), effect="extended"))
    documents_prepare(access=make.OFFICER, decrees=[issued.uid])
    paper = issued.documents.get(kind="decree")
    scan = {"content": MINIMAL_PDF, "name": "a.pdf", "signer": "ANDI", "signed_on": TODAY}
    evidence = scan_attach(access=make.OFFICER, document=paper.uid, **scan)
    other = User.objects.create(uid=OWNER_UID, username="pemilik", no_person_reason="of a test")
    grant = Grant.objects.create(user=other, work_unit=unit, role=Role.AUDITOR, valid_from=date(2020, 1, 1))
    fields = SignerFields(Authority.KETUA, Form.DEFINITIVE, "Rahma Rekaan", date(2021, 1, 1))
    signer = signer_record(access=make.OFFICER, unit="76", fields=fields)
    exception = exception_propose(
        access=make.OFFICER, person=who.uid, limit="floor", reason="DIPA", last_day=date(2022, 3, 31)
    )
    upload = upload_store(access=OWNER, kind="employees", name="a.xlsx", content=written(folder, [row()]).read_bytes())
    done = Import.objects.create(
        kind="employees", actor=OWNER.actor, at=clock.now(), accepted=1, unchanged=0, rejected=0
    )
    received = ChangeDraft("76", "pkpu-14-2020", TODAY, ("76", "76.01"), "KPU RI", "14 TAHUN 2020", TODAY)
    change = change_draft(access=OWNER, draft=received)
    view = view_save(access=OWNER, page="staff", name="Milik saya", query="q=a", shared=False)
    job = job_enqueue(access=OWNER, name="decrees.papers", arguments={"decrees": []}, unit_code="76")
    return _reports() | {
        "structure/changes/": str(change.uid),
        "decrees/": str(draft.uid),
        "issued": str(issued.uid),
        "papers/": str(paper.uid),
        "evidence": str(evidence.uid),
        "users/": str(other.uid),
        "grant": str(grant.uid),
        "signer": str(signer.uid),
        "pay/exceptions/": str(exception.uid),
        "import/uploads/": str(upload.uid),
        "import/done/": str(done.uid),
        "views/": str(view.uid),
        "jobs/": str(job.uid),
        "register": str(Register.objects.get().pk),
    }


def _filling() -> dict[str, str]:
    """A round whose first phase has a panel, a candidate, a decree and an inauguration to come."""
    structure_open(access=OWNER, choice=Choice("pkpu-14-2020", TODAY, ("76",)))
    made = round_begin(access=OWNER, office="76", title="Pengisian")
    phase = phase_open(access=OWNER, phase=made.phases.get(ordinal=1).uid)
    where, post = make.unit("76"), phase.seats.get().post
    member, candidate = make.person("Ketua Tim"), make.person("Calon Satu")
    engaged = EngagedV1(status=Status.PNS, work_unit=where.uid)
    make.opened(
        where,
        [
            EntryDraft("service.engaged", date(2010, 1, 1), where.uid, engaged, person=who.uid, row=row)
            for row, who in enumerate((member, candidate), start=1)
        ],
    )
    member_name(access=OWNER, phase=phase.uid, person=member.uid, seating="chair")
    _asked_no_more("experience", value="2", beside="Administrator")
    (named,) = candidates_name(access=OWNER, phase=phase.uid, people=[candidate.uid])
    decision = DecisionDraft("Sekretaris Jenderal", "1", TODAY, {post.uid: candidate.uid})
    decided = decision_record(access=OWNER, phase=phase.uid, draft=decision)
    event = Event(TODAY, "Mamuju", "Sekretaris Jenderal", ("Saksi Satu", "Saksi Dua"))
    planned = inauguration_plan(access=OWNER, phase=phase.uid, event=event)
    facts = {"criterion": "education", "reason": "tertinggal", "proposed_by": "system:other"}
    waiver = Waiver.objects.create(phase=phase, person=candidate, proposed_at=clock.now(), **facts)
    order = Order(post.uid, candidate.uid, TODAY, date(2022, 3, 1))
    ordered = acting_record(access=OWNER, order=order, received=Received("Sekretaris Jenderal", "2", TODAY))
    return {
        "structure/acting/": str(ordered.entries.get().uid),
        "waiver": str(waiver.uid),
        "structure/filling/": str(made.uid),
        "phase": str(phase.uid),
        "participant": str(named.uid),
        "inauguration": str(planned.uid),
        "decision": str(decided.uid),
        "appointment": str(decided.appointments.get().uid),
        **_sworn_in(made),
    }


def _sworn_in(made: Round) -> dict[str, str]:
    """Somebody sworn in to a post of the second phase, to which the first is no bar any more."""
    where, who = make.unit("76"), make.person("Pejabat Baru")
    engaged = EngagedV1(status=Status.PNS, work_unit=where.uid)
    make.opened(where, [EntryDraft("service.engaged", date(2010, 1, 1), where.uid, engaged, person=who.uid)])
    phase_release(access=OWNER, phase=made.phases.get(ordinal=1).uid, reason="mendesak")
    phase = phase_open(access=OWNER, phase=made.phases.get(ordinal=2).uid)
    draft = DecisionDraft("Sekretaris Jenderal", "3", TODAY, {phase.seats.all()[0].post_id: who.uid})
    appointment = decision_record(access=OWNER, phase=phase.uid, draft=draft).appointments.get()
    event = Event(TODAY, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
    planned = inauguration_plan(access=OWNER, phase=phase.uid, event=event)
    inauguration_close(access=OWNER, inauguration=planned.uid, present=[appointment.uid])
    return {
        "sworn phase": str(phase.uid),
        "sworn inauguration": str(planned.uid),
        "sworn appointment": str(appointment.uid),
    }


def _asked_no_more(criterion: str, **asked: str) -> None:
    """A rule for the JPT Pratama is switched off: nobody here was ever of another level."""
    said = {"level": "JPT Pratama", "criterion": criterion, "statement": "x", "applies": "off", "source": "surat"}
    fact_state(access=make.OFFICER, office="76", table="eligibility_rules", values={**said, **asked})


def _told(owner: User) -> dict[str, str]:
    """A notice to a user, and a handover of his."""
    notice = Notice.objects.create(user=owner, kind="appraisal.told", path="/today", created_at=clock.now())
    handover = Handover.objects.create(
        work_unit=make.unit("76"),
        giver=str(owner.uid),
        taker="user:penerus",
        acted_by=str(owner.uid),
        giver_name="Pemilik",
        taker_name="Penerus",
        knower={"lines": ["Sekretaris,"], "name": "", "number": "", **UNSIGNED},
        letterhead={"lines": ["KPU"], "address": "", "place": ""},
        dated_on=TODAY,
        made_at=clock.now(),
    )
    return {"notices/": str(notice.uid), "handover/": str(handover.uid)}


def _reports() -> dict[str, str]:
    report = sent("76.01", access=make.OFFICER)
    reviewed(report)
    letter = letter_make(access=make.SECRETARY, office="76", month=JANUARY, number="1", dated_on=TODAY)
    return {"reports/versions/": str(report.uid), "reports/letters/": str(letter.uid)}


ROUTES = [
    (path, pattern)
    for path, pattern in routes(get_resolver().url_patterns)
    if pattern.callback.__module__.startswith("malaqbiq.")
]
SAMPLES = {
    "<int:register>": "register",
    "<uuid:evidence>": "evidence",
    "<uuid:grant>": "grant",
    "<uuid:cycle>": "cycle",
    "<uuid:phase>": "phase",
    "<uuid:waiver>": "waiver",
    "<uuid:appointment>": "appointment",
    "<uuid:person>": "person",
    "<uuid:objection>": "objection",
    "<uuid:penalty>": "penalty",
}
TEXTS = {
    "<slug:use>": "void",
    "<slug:sheet>": "oath",
    "<slug:column>": "phone",
    "<slug:kind>": "contract-extension",
    "<slug:paper>": "decree",
    "<slug:part>": "cycle",
    "<str:office>": "76",
    "<slug:authority>": "sekretaris",
    "<str:unit>": "76.01",
    "<str:month>": "2022-01",
    "<int:year>": "2021",
    "<str:step>": "appraised",
    "<slug:name>": "wage_floors",
    "<path:key>": "ump:76:2022",
}


def address(path: str, uids: dict[str, str]) -> str:
    """The pattern with what stands there in its places."""
    if "/mending" in path:
        uids = uids | {name: uids[f"sworn {name}"] for name in ("phase", "inauguration", "appointment")}
    before, uid, after = path.partition("<uuid:uid>")
    if uid:
        path = before + _own(before, after, uids) + after
    for place, name in SAMPLES.items():
        path = path.replace(place, uids[name])
    for place, text in TEXTS.items():
        path = path.replace(place, text)
    return "/" + path.replace("<str:code>", "76" if path.startswith(("units/", "work-units/")) else "x")


def _own(before: str, after: str, uids: dict[str, str]) -> str:
    if "/removals/" in before or "/inaugurations/" in before:
        return uids["participant" if "/removals/" in before else "inauguration"]
    if "/decisions/" in before:
        return uids["decision"]
    if "/signers/" in before:
        return uids["signer"]
    if before == "decrees/" and after not in {"/removal", "/compose", "/compose/reading"}:
        return uids["issued"]
    return next((uid for name, uid in uids.items() if name.endswith("/") and before.startswith(name)), uids["person"])
