"""The papers of an inauguration as pages for Typst: Indonesian, as papers of the office are. Plain JSON.

Whose name, number or religion nobody knows has a line of dots, to be written in by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.appointments.rules.occasions import BLANK, Head, Invited, Keeper, Occasion, Official, Sworn
from malaqbiq.decrees.rules.papers.wording import DOTS, MONTHS, long_day, spelled, weekday
from malaqbiq.regulations.rules.rows import CeremonyPaper, InaugurationTextRow, OathWordsRow
from malaqbiq.regulations.rules.texts import fill

Page = dict[str, Any]
PERSONAL = tuple(paper for paper in CeremonyPaper if paper is not CeremonyPaper.INVITATION)
"""Papers of which each person has his own."""
NUMBERED = (
    CeremonyPaper.MINUTES,
    CeremonyPaper.SPP,
    CeremonyPaper.SPMT,
    CeremonyPaper.SPMJ,
    CeremonyPaper.HANDOVER,
)
"""Personal papers that bear a number of the office's own book."""
OF_THE_UNIT = (CeremonyPaper.SPMT, CeremonyPaper.SPMJ, CeremonyPaper.HANDOVER)
"""Of these, those that the Sekretaris of the post's work unit signs: its own book may number them too."""
AFTERWARDS = (CeremonyPaper.SPP, CeremonyPaper.SPMT, CeremonyPaper.SPMJ, CeremonyPaper.HANDOVER)
"""Papers that say that somebody was sworn in: a draft until the inauguration is closed, for who is absent has none."""
FOOT: Page = {"lines": [], "address": None, "note": None, "qr": None}
HANDED_OVER = "Lampiran: daftar pekerjaan, berkas, dan barang yang diserahkan"
LISTED = 12
"""Lines of the list that goes with a handover, to be written in by hand."""
CHOOSE = "Kata pembuka dan penutup, menurut agama atau kepercayaan yang bersangkutan (pilih satu):"
OPENS = f"{DOTS} (kata pembuka menurut agama atau kepercayaan)"


def slot(paper: CeremonyPaper, keeper: UUID | None = None) -> str:
    """The name of a number: of a paper (``spp``), or of the handover from one of several (``handover.<uid>``)."""
    return f"{paper}.{keeper}" if keeper else paper.value


def slots_of(paper: CeremonyPaper, keepers: Sequence[UUID] | None) -> list[UUID | None]:
    """The numbers that a person's paper needs: of a handover one for each of several who kept the post before, none if
    it is his own; of any other one. By who hands over, None where it needn't be told.
    """
    if paper is not CeremonyPaper.HANDOVER or keepers is None or len(keepers) == 1:
        return [None]
    return list(keepers)


def papers_of(
    paper: CeremonyPaper,
    texts: Mapping[CeremonyPaper, InaugurationTextRow],
    at: Occasion,
    who: Sworn,
    oaths: Sequence[OathWordsRow],
) -> list[Page]:
    """A person's paper of a kind; of a handover one for each who kept the post before, none if that is himself. Made
    after a decree took the appointment back, it says so: the oath was sworn all the same, and the paper is of that day.
    """
    drafted = {"draft": True} if paper in AFTERWARDS and not at.is_closed else {}
    noted = [{"kind": "note", "text": who.taken_back}] if who.taken_back else []
    return [{**page, **drafted, "parts": [*noted, *page["parts"]]} for page in _papers(paper, texts, at, who, oaths)]


def taken_back(number: str, decided_on: date, since: date | None) -> str:
    """What is said on a paper of an appointment that a decree revoked from a day on, or annulled (no such day)."""
    what = f"dicabut mulai tanggal {long_day(since)}" if since else "dibatalkan"
    return f"Catatan: pengangkatan ini {what} dengan Keputusan Nomor {number} tanggal {long_day(decided_on)}."


def _papers(
    paper: CeremonyPaper,
    texts: Mapping[CeremonyPaper, InaugurationTextRow],
    at: Occasion,
    who: Sworn,
    oaths: Sequence[OathWordsRow],
) -> list[Page]:
    values = _values(at, who)
    if paper is CeremonyPaper.HANDOVER:
        # What belongs to a post is handed over where its work unit sits, wherever the oath was taken.
        values["place"] = who.head.town or DOTS
    if paper is CeremonyPaper.INTEGRITY:
        values["office"] = who.office or at.office
    text = _Filled(texts[paper], values)
    match paper:
        case CeremonyPaper.OATH:
            return [_oath(text, at, who, oaths)]
        case CeremonyPaper.MINUTES:
            oath = texts.get(CeremonyPaper.OATH)
            return [_minutes(text, at, who, _Filled(oath, values).statements if oath else ())]
        case CeremonyPaper.INTEGRITY:
            return [_integrity(text, at, who)]
        case CeremonyPaper.HANDOVER:
            return [_handover(text, at, who, keeper) for keeper in who.keepers]
        case _:
            return [_statement(paper, text, at, who)]


def invitation_of(text: InaugurationTextRow, at: Occasion, said: Invited, sworn: Sequence[Sworn]) -> Page:
    """The invitation to those appointed and to guests, with the list of them."""
    filled = _Filled(text, _values(at, None))
    rows = [
        ["Hari, tanggal", f"{weekday(at.held_on)}, {long_day(at.held_on)}"],
        ["Pukul", said.time or DOTS],
        ["Tempat", at.place],
        ["Acara", filled.title],
        *([["Pakaian", said.attire]] if said.attire else []),
    ]
    invited = [f"{who.name}, {who.post} (dilantik)" for who in sworn] + list(said.guests)
    return {
        **_page(at.head, filled.title, None),
        "to": ["Yth.", "(daftar undangan terlampir)", "di tempat"],
        "dated": f"{at.head.town or DOTS}, {long_day(said.dated_on) if said.dated_on else DOTS}",
        "facts": [["Nomor", said.number or DOTS], ["Lampiran", "1 (satu) berkas"], ["Hal", filled.title]],
        "parts": [
            _text(filled.opening),
            _facts(rows),
            *map(_text, filled.statements),
            _text(filled.closing),
            {"kind": "page", "annex": True, "lines": ["Lampiran: daftar undangan"]},
            {**_marked((f"{place}.", name) for place, name in enumerate(invited, start=1)), "annex": True},
        ],
        "signatures": [_row(None, _sign(at.chief.lines, at.chief.name, at.chief.nip))],
    }


class _Filled:
    """A paper's words with their places filled."""

    def __init__(self, text: InaugurationTextRow, values: Mapping[str, str]) -> None:
        self.title = fill(text.title, values)
        self.opening = fill(text.opening, values)
        self.statements = [fill(one, values) for one in text.statements]
        self.closing = fill(text.closing, values)


def _values(at: Occasion, who: Sworn | None) -> dict[str, str]:
    known = {
        "held_on": long_day(at.held_on),
        "held_words": day_in_words(at.held_on),
        "place": at.place,
        "leader": at.leader,
        "level": at.level,
        "office": at.office,
        "guide": at.guide,
    }
    if who:
        known |= {
            "name": who.name,
            "nip": who.nip,
            "rank": who.rank,
            "post": who.post,
            "eselon": who.eselon,
            "former_post": who.former_post,
            "authority": who.authority,
            "number": who.number,
            "decided_on": long_day(who.decided_on),
        }
    places = ("name", "nip", "rank", "post", "eselon", "former_post", "authority", "number", "decided_on")
    return {**dict.fromkeys((*places, *known), DOTS), **{place: said for place, said in known.items() if said}}


def day_in_words(day: date) -> str:
    """``Rabu tanggal lima bulan Januari tahun dua ribu dua puluh dua (05-01-2022)``."""
    words = f"{weekday(day)} tanggal {spelled(day.day)} bulan {MONTHS[day.month - 1]} tahun {spelled(day.year)}"
    return f"{words} ({day:%d-%m-%Y})"


def _oath(text: _Filled, at: Occasion, who: Sworn, oaths: Sequence[OathWordsRow]) -> Page:
    choice = [] if who.oath else [_text(CHOOSE), _marked(("(…)", _choice(one)) for one in oaths)]
    parts = [_facts(_person(who)), _text(text.opening), *choice, _spoken(who, text.statements), _text(text.closing)]
    return {**_page(at.head, text.title, None), "parts": parts}


def _choice(oath: OathWordsRow) -> str:
    ends = f" … “{oath.closing}”" if oath.closing else ""
    return f"{oath.name}: “{oath.opening}”{ends}"


def _minutes(text: _Filled, at: Occasion, who: Sworn, text_lines: Sequence[str]) -> Page:
    first, *rest = text.statements
    names = [*at.witnesses, "", ""][:2]
    return {
        **_page(_leading_head(at), text.title, _number(who, CeremonyPaper.MINUTES)),
        "parts": [
            _text(text.opening),
            {**_marked((f"{place}.", name or DOTS) for place, name in enumerate(names, start=1)), "indent": 6},
            _text(first),
            _facts(_person(who)[:-1]),
            *map(_text, rest),
            _spoken(who, text_lines),
            _last(text.closing),
        ],
        "signatures": [
            _row(_sign(["Yang mengangkat sumpah/janji,"], who.name, who.nip), _led(at, "Yang mengambil sumpah/janji,")),
            _row(_sign(["Saksi I,"], names[0]), _sign(["Saksi II,"], names[1]), _sign(["Rohaniwan,"], at.guide)),
        ],
    }


def _integrity(text: _Filled, at: Occasion, who: Sworn) -> Page:
    lines = _marked((f"{place}.", one) for place, one in enumerate(text.statements, start=1))
    return {
        **_page(at.head, text.title, None),
        "parts": [_text(text.opening), lines, *([_last(text.closing)] if text.closing else [])],
        "signatures": [
            _row(_led(at, "Menyaksikan,"), _sign(["Pembuat pernyataan,"], who.name, who.nip), dated=_dated(at, at.head))
        ],
    }


def _statement(paper: CeremonyPaper, text: _Filled, at: Occasion, who: Sworn) -> Page:
    by_leader = paper is CeremonyPaper.SPP
    head = _leading_head(at) if by_leader else who.head
    signer = _led(at, "Pejabat yang melantik,") if by_leader else _sign(who.chief.lines, who.chief.name, who.chief.nip)
    first, *rest = text.statements
    return {
        **_page(head, text.title, _number(who, paper)),
        "parts": [
            _text(text.opening),
            _facts(_leader(at) if by_leader else _official(who.chief)),
            _text(first),
            _facts(_person(who)),
            *map(_text, rest),
            _last(text.closing),
        ],
        "signatures": [_row(None, signer, dated=_dated(at, head))],
    }


def _handover(text: _Filled, at: Occasion, who: Sworn, keeper: Keeper) -> Page:
    first, *rest = text.statements
    rows = [(f"{place}.", DOTS * 4) for place in range(1, LISTED + 1)]
    gives = [["Nama", keeper.name or DOTS], ["NIP", keeper.nip or DOTS], ["Jabatan", keeper.post or DOTS]]
    takes = [["Nama", who.name], ["NIP", who.nip or DOTS], ["Jabatan", who.post]]
    return {
        **_page(who.head, text.title, _number(who, CeremonyPaper.HANDOVER, keeper)),
        "parts": [
            _text(text.opening),
            _facts(gives),
            _text("selanjutnya disebut PIHAK PERTAMA;"),
            _facts(takes),
            _text("selanjutnya disebut PIHAK KEDUA."),
            _text(first),
            {**_marked((f"{place}.", one) for place, one in enumerate(rest, start=1)), "indent": 6},
            _last(text.closing),
            {"kind": "page", "annex": True, "lines": [HANDED_OVER]},
            {**_marked(rows), "annex": True},
        ],
        "signatures": [
            _row(
                _sign(["PIHAK KEDUA,"], who.name, who.nip),
                _sign(["PIHAK PERTAMA,"], keeper.name, keeper.nip),
                dated=_dated(at, who.head),
            ),
            _row(_sign(["Mengetahui,", *who.chief.lines], who.chief.name, who.chief.nip)),
        ],
    }


def _page(head: Head, title: str, number: str | None) -> Page:
    letterhead = {"lines": list(head.lines), "address": head.address or None, "logo": head.logo}
    plain = {"form": "ceremony", "letterhead": letterhead, "title": title, "number": number}
    return {**plain, "to": None, "dated": None, "facts": [], "signatures": [], "foot": FOOT}


def _person(who: Sworn) -> list[list[str]]:
    former = [["Jabatan lama", who.former_post]] if who.former_post else []
    rows = [["Nama", who.name], ["NIP", who.nip or DOTS], ["Pangkat, golongan", who.rank or DOTS]]
    return [*rows, *former, ["Jabatan", who.post]]


def _official(who: Official) -> list[list[str]]:
    return [["Nama", who.name or DOTS], ["NIP", who.nip or DOTS], ["Jabatan", who.post or DOTS]]


def _leader(at: Occasion) -> list[list[str]]:
    if at.leading:
        return _official(at.leading)
    name, comma, post = at.leader.partition(",")
    return [["Nama", name if comma else DOTS], ["NIP", DOTS], ["Jabatan", post.strip() or at.leader]]


def _leading_head(at: Occasion) -> Head:
    """The letterhead of who leads: the office's own where it is its signer, else room for another's."""
    return at.head if at.leading else BLANK


def _led(at: Occasion, line: str) -> Page:
    found = at.leading
    return _sign([line, *found.lines], found.name, found.nip) if found else _sign([line, at.leader])


def _spoken(who: Sworn, lines: Sequence[str]) -> Page:
    ends = [who.oath.closing] if who.oath and who.oath.closing else []
    return {"kind": "spoken", "lines": [who.oath.opening if who.oath else OPENS, *lines, *ends]}


def _number(who: Sworn, paper: CeremonyPaper, keeper: Keeper | None = None) -> str:
    several = keeper.person if keeper and len(who.keepers) > 1 else None
    return f"Nomor {who.numbers.get(slot(paper, several)) or DOTS}"


def _dated(at: Occasion, head: Head) -> str:
    return f"{head.town or DOTS}, {long_day(at.held_on)}"


def _text(text: str) -> Page:
    return {"kind": "text", "text": text}


def _last(text: str) -> Page:
    """A paragraph that stays with the signatures, so that nobody signs an empty sheet."""
    return {"kind": "text", "text": text, "sticky": True}


def _facts(rows: Sequence[Sequence[str]]) -> Page:
    return {"kind": "facts", "rows": [list(row) for row in rows]}


def _marked(rows: Iterable[tuple[str, str]]) -> Page:
    return {"kind": "marked", "rows": [list(row) for row in rows]}


def _row(*cells: Page | None, dated: str | None = None) -> Page:
    return {"cells": list(cells), "dated": dated}


def _sign(lines: Sequence[str], name: str = "", nip: str = "") -> Page:
    number = f"NIP {nip}" if nip else ""
    return {
        "lines": list(lines), "name": name, "number": number, "place": None, "date": None, "mark": None, "stamp": False,
    }  # fmt: skip
