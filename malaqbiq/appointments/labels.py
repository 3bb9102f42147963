"""How structures that take effect, rounds that fill posts, and who may be given them, read on pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.appointments import models
from malaqbiq.appointments.models import Participant
from malaqbiq.appointments.rules.candidates import CRITERIA as CALLED
from malaqbiq.appointments.rules.candidates import Verdict
from malaqbiq.appointments.rules.changing import Becoming, Outcome
from malaqbiq.appointments.rules.eligibility import (
    GRADES,
    Standing,
)
from malaqbiq.appointments.rules.rounds import Held, Stage
from malaqbiq.appointments.selectors.eligibility import PostKind
from malaqbiq.appointments.selectors.settled import Settling
from malaqbiq.regulations.rules.rows import CeremonyPaper, Criterion, EligibilityRow
from malaqbiq.ui.charts import Fill, Key

BECOMINGS = {
    Becoming.SAME: _("same"),
    Becoming.RENAMED: _("renamed"),
    Becoming.MERGED: _("merged"),
    Becoming.SPLIT: _("split"),
    Becoming.NEW: _("new"),
    Becoming.ABOLISHED: _("abolished"),
}
TONES = {
    Becoming.SAME: "good",
    Becoming.RENAMED: "info",
    Becoming.MERGED: "warn",
    Becoming.SPLIT: "warn",
    Becoming.NEW: "info",
    Becoming.ABOLISHED: "bad",
}
CRITERIA = {criterion: _(name) for criterion, name in CALLED.items()}


def asked(rule: EligibilityRow) -> str:
    """What a rule asks, in a line."""
    if not rule.value:
        return str(rule.statement)
    told = {"value": rule.value, "beside": rule.beside}
    if rule.criterion is Criterion.DISCIPLINE:
        told["value"] = gettext(GRADES[rule.value])
    elif rule.criterion is Criterion.STATUS:
        told["value"] = rule.value.upper()
    elif rule.criterion is Criterion.PENSION and rule.value == "0":
        return gettext("not yet retired")
    return str(ASKS[rule.criterion]) % told


ASKS = {
    Criterion.STATUS: "%(value)s",
    Criterion.RANK: _("%(value)s, or %(beside)s rank below it"),
    Criterion.EDUCATION: _("%(value)s or higher"),
    Criterion.EXPERIENCE: _("%(value)s years as %(beside)s or higher"),
    Criterion.RELATED_YEARS: _("%(value)s years of related work"),
    Criterion.APPRAISAL: _("%(beside)s or better in each of the last %(value)s years"),
    Criterion.TIME_IN_POST: _("%(value)s years; more than %(beside)s are remarked"),
    Criterion.DISCIPLINE: _("no penalty running of the grade %(value)s or heavier"),
    Criterion.PENSION: _("%(value)s months until the pension, and not retired"),
}
VERDICTS = {
    Verdict.MET: _("met"),
    Verdict.MISSING: _("missing"),
    Verdict.WAIVED: _("waived"),
    Verdict.UNKNOWN: _("unknown"),
    Verdict.OFF: _("switched off"),
    Verdict.ASIDE: _("not looked at"),
}
VERDICT_TONES = {Verdict.MET: "good", Verdict.MISSING: "bad", Verdict.WAIVED: "info", Verdict.UNKNOWN: "warn"}
STANDINGS = {
    Standing.ELIGIBLE: _("eligible"),
    Standing.UNKNOWN: _("something unknown"),
    Standing.ONE_MISSING: _("one thing missing"),
    Standing.MORE_MISSING: _("more missing"),
}
STANDING_TONES = {
    Standing.ELIGIBLE: "good",
    Standing.UNKNOWN: "warn",
    Standing.ONE_MISSING: "bad",
    Standing.MORE_MISSING: "bad",
}
OUTCOMES = {
    Outcome.NOBODY: _("vacant"),
    Outcome.CARRIED: _("goes on"),
    Outcome.DEMISIONER: _("demisioner"),
}
OUTCOME_TONES = {Outcome.NOBODY: "", Outcome.CARRIED: "good", Outcome.DEMISIONER: "warn"}

HELD = {
    Held.DEFINITIVE: _("definitive"),
    Held.ACTING: _("acting"),
    Held.DEMISIONER: _("demisioner"),
    Held.VACANT: _("vacant"),
}
HELD_TONES = {Held.DEFINITIVE: "good", Held.ACTING: "info", Held.DEMISIONER: "warn", Held.VACANT: "bad"}
HELD_KEYS = {
    Held.DEFINITIVE: Key(Fill.DONE, HELD[Held.DEFINITIVE]),
    Held.ACTING: Key(Fill.NEAR, HELD[Held.ACTING]),
    Held.DEMISIONER: Key(Fill.BEGUN, HELD[Held.DEMISIONER]),
    Held.VACANT: Key(Fill.NONE, HELD[Held.VACANT]),
}
STAGES = {
    Stage.EARLIER_PHASE: _("waits for the phase before"),
    Stage.OPENING: _("its phase is not open yet"),
    Stage.CANDIDATES: _("no candidates yet"),
    Stage.SCORES: _("not all scores are in"),
    Stage.NOMINEES: _("nobody is nominated"),
    Stage.PROPOSAL: _("the proposal is not made"),
    Stage.DECISION: _("waits for the Sekretaris Jenderal's decree"),
    Stage.INAUGURATION: _("waits for the inauguration"),
    Stage.FILLED: _("filled"),
    Stage.CLOSED: _("nothing: the post is no more"),
}
SETTLED = {
    Settling.PROPOSAL: _("the day of the proposal"),
    Settling.DECISION: _("the day of the Sekretaris Jenderal's decree"),
    Settling.EVE: _("the day before the inauguration"),
}
NEXT = {
    Stage.OPENING: (_("%(level)s: the phase can be opened"), _("Open it"), "round"),
    Stage.CANDIDATES: (_("%(level)s: panel and candidates are to be named"), _("Name them"), "phase"),
    Stage.SCORES: (_("%(level)s: not all scores are in"), _("See how far"), "phase-scores"),
    Stage.NOMINEES: (_("%(level)s: nobody is nominated, %(left)s posts wait"), _("Nominate"), "phase-proposal"),
    Stage.PROPOSAL: (_("%(level)s: the proposal is to be made"), _("Make it"), "phase-proposal"),
    Stage.DECISION: (
        _("%(level)s: record the Sekretaris Jenderal's decree once it is there"),
        _("Record it"),
        "phase-decision",
    ),
    Stage.INAUGURATION: (_("%(level)s: the inauguration is to be planned"), _("Plan it"), "phase-inauguration"),
}
CLOSING = (_("%(level)s: the inauguration is to be closed"), _("Say who was there"), "phase-inauguration")
PREPARING = (_("%(level)s: the inauguration comes up"), _("See its papers"), "phase-inauguration")
"""What comes next in a phase, the verb, and the page where it is done."""
OFFICIALS = {
    "JPT Pratama": _("eselon II"),
    "Administrator": _("eselon III: Kabag, Sekretaris of a kabupaten"),
    "Pengawas": _("eselon IV: Kasubag"),
}
"""Whom the levels of the law mean in everyday words: *Administrator* and *Pengawas* mean others too."""
TIERS = {"P": _("province"), "K": _("kabupaten or kota")}
"""Of which tier a unit of a structure is, by how its code begins."""
SEATINGS = {
    Participant.Seating.CHAIR: _("chair"),
    Participant.Seating.SECRETARY: _("secretary of the panel"),
    Participant.Seating.MEMBER: _("member of the panel"),
}
AXES = {models.Criterion.Axis.PERFORMANCE: _("performance"), models.Criterion.Axis.POTENTIAL: _("potential")}
BOXES = {
    1: _("performance below expectation, low potential"),
    2: _("performance as expected, low potential"),
    3: _("performance below expectation, middle potential"),
    4: _("performance above expectation, low potential"),
    5: _("performance as expected, middle potential"),
    6: _("performance below expectation, high potential"),
    7: _("performance above expectation, middle potential"),
    8: _("performance as expected, high potential"),
    9: _("performance above expectation, high potential"),
}
PAPERS = {
    CeremonyPaper.INVITATION: _("Invitation"),
    CeremonyPaper.OATH: _("Text of the oath"),
    CeremonyPaper.MINUTES: _("Berita acara of the oath and inauguration"),
    CeremonyPaper.INTEGRITY: _("Pakta integritas"),
    CeremonyPaper.SPP: _("SPP, statement of inauguration"),
    CeremonyPaper.SPMT: _("SPMT, statement of taking up the work"),
    CeremonyPaper.SPMJ: _("SPMJ, statement of holding the post"),
    CeremonyPaper.HANDOVER: _("Berita acara of handing over the post"),
}
NUMBERS = {
    CeremonyPaper.MINUTES: _("Berita acara"),
    CeremonyPaper.SPP: "SPP",
    CeremonyPaper.SPMT: "SPMT",
    CeremonyPaper.SPMJ: "SPMJ",
    CeremonyPaper.HANDOVER: _("Handover"),
}
SIGNED_BY = {
    CeremonyPaper.INVITATION: _("the Sekretaris"),
    CeremonyPaper.OATH: _("nobody: it is read out"),
    CeremonyPaper.MINUTES: _("who swears, who takes the oath, two witnesses, the spiritual guide"),
    CeremonyPaper.INTEGRITY: _("the person, before who led the inauguration"),
    CeremonyPaper.SPP: _("who led the inauguration"),
    CeremonyPaper.SPMT: _("the Sekretaris of the post's work unit"),
    CeremonyPaper.SPMJ: _("the Sekretaris of the post's work unit"),
    CeremonyPaper.HANDOVER: _("who gives, who takes, and the Sekretaris of the post's work unit"),
}


def kind_names(kinds: Collection[PostKind]) -> dict[str, str]:
    """What kinds of posts are called, by key: with their tier where two are called alike."""
    alike = Counter(kind.position for kind in kinds)
    return {
        kind.key: f"{kind.position} ({TIERS[kind.unit_code[:1]]})"
        if alike[kind.position] > 1 and kind.unit_code[:1] in TIERS
        else kind.position
        for kind in kinds
    }
