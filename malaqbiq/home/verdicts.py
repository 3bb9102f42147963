"""What the public page says of a paper and of a file: in which tone, what was found, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.selectors.file_check import FileCheck, Verdict
from malaqbiq.decrees.selectors.public import Standing


class Tone(StrEnum):
    """How a finding is shown; its words say the same."""

    GOOD = "good"
    CARE = "care"
    """something is to be looked at before it is relied on"""
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, in a few words and in a sentence, and what to do next."""

    tone: Tone
    headline: str | Promise
    sentence: str | Promise
    remedy: str | Promise = ""


STANDINGS = {
    Standing.STANDS: Finding(
        Tone.GOOD,
        _("Issued, and unchanged since"),
        _("It stands: nothing of it was revoked, annulled or corrected. A term named in it may have run out."),
    ),
    Standing.CHANGED: Finding(
        Tone.CARE,
        _("Issued, and changed since"),
        _("Something of it was changed: revoked, annulled or corrected by another decree."),
        _("Ask the office for the later decree, and read both together."),
    ),
    Standing.REVOKED: Finding(
        Tone.BAD,
        _("Revoked"),
        _("It is revoked: nothing of it stands any more, or from the day below on."),
        _("Ask the office for the decree that revoked it."),
    ),
}

NO_PAPER = Finding(
    Tone.UNKNOWN,
    _("No such code"),
    _("No paper with this code was issued here."),
    _("Compare the code on the paper letter by letter. If it is the same, the paper is not from here."),
)

NOT_THE_SAME = _("This file is not the same as the registered one")
ASK_AGAIN = _("Ask the office for the file again, and compare what it says with the register below.")

VERDICTS = {
    Verdict.OURS: Finding(
        Tone.GOOD,
        _("The registered file, unchanged"),
        _("This is exactly the file that was made here."),
    ),
    Verdict.SCAN: Finding(
        Tone.GOOD,
        _("The registered scan, unchanged"),
        _("This is exactly the scan that is kept here as evidence of a signature in ink."),
    ),
    Verdict.SIGNED: Finding(
        Tone.GOOD,
        _("The registered pages, signed electronically"),
        _("These are the pages that were made here, with an electronic signature and nothing else added."),
    ),
    Verdict.STRANGER: Finding(
        Tone.CARE,
        _("The registered pages, with a signature by somebody not known here"),
        _(
            "These are the pages that were made here, with an electronic signature by somebody whose certificate is "
            "not known here. Whether he may sign this paper can't be told from it."
        ),
        _("Ask the office who signed it, and have the signature checked with whoever issued its certificate."),
    ),
    Verdict.UNSOUND: Finding(
        Tone.BAD,
        _("The electronic signature does not hold"),
        _("These are the pages that were made here, with an electronic signature that does not hold."),
        ASK_AGAIN,
    ),
    Verdict.COVERED: Finding(
        Tone.BAD,
        NOT_THE_SAME,
        _(
            "This file began as one that was made here, and was changed since: a signature that was added covers part "
            "of page %(pages)s. Do not rely on it."
        ),
        ASK_AGAIN,
    ),
    Verdict.CHANGED: Finding(
        Tone.BAD,
        NOT_THE_SAME,
        _("This file began as one that was made here, and was changed since. Do not rely on it."),
        ASK_AGAIN,
    ),
    Verdict.CLAIMS: Finding(
        Tone.BAD,
        NOT_THE_SAME,
        _("This file names one of our papers, but it is not the file that was made here. Compare both."),
        ASK_AGAIN,
    ),
    Verdict.UNKNOWN: Finding(
        Tone.UNKNOWN,
        _("Not in this register"),
        _("Nothing in this register answers to this file."),
        _(
            "A file that was printed, scanned or saved anew is another file, even if it looks the same. Check the code "
            "under the QR code instead, and compare what the register says with what you hold."
        ),
    ),
    Verdict.NO_PDF: Finding(
        Tone.UNKNOWN,
        _("Not a PDF, and not in this register"),
        _("This file is not a PDF, and nothing in this register answers to it."),
        _("Choose the PDF as you received it. A photo or scan is known only if it is the very file that is kept here."),
    ),
}
UNREADABLE = Finding(
    Tone.UNKNOWN,
    _("The file can't be read"),
    _("Nothing in this register answers to this file, and it can't be read to its end: it is encrypted, or damaged."),
    _("Download it again from where you received it, without a password, and choose that file."),
)

NO_FILE = Finding(
    Tone.UNKNOWN,
    _("No file was chosen"),
    _("Nothing was checked, since no file came with the form."),
    _("Choose a file, then press the button once more."),
)
EMPTY = Finding(
    Tone.UNKNOWN,
    _("The file is empty"),
    _("Nothing was checked, since the file holds nothing."),
    _("Download it again from where you received it, and choose that file."),
)
TOO_BIG = Finding(
    Tone.UNKNOWN,
    _("The file is too big"),
    _("Nothing was checked: files of at most 10 MiB are taken, and papers of this register are much smaller."),
    _("Choose the file as you received it, not one that was scanned or put together anew, or check the code instead."),
)
TOO_OFTEN = Finding(
    Tone.UNKNOWN,
    _("Wait a minute"),
    _("Too many files were checked in the last minute."),
    _("Wait a minute and try again. Codes can be checked meanwhile."),
)


def said_beside(standing: Finding) -> Finding:
    """How a paper stands, beside a file that isn't the registered one: nothing good is read off it at a glance."""
    return replace(standing, tone=Tone.UNKNOWN) if standing.tone is Tone.GOOD else standing


def said_of_file(found: FileCheck) -> Finding:
    """What is said of a file that was looked at."""
    if found.verdict == Verdict.UNKNOWN and found.problem:
        return UNREADABLE
    finding = VERDICTS[found.verdict]
    if not found.covered:
        return finding
    sentence = str(finding.sentence) % {"pages": ", ".join(map(str, found.covered))}
    return Finding(finding.tone, finding.headline, sentence, finding.remedy)
