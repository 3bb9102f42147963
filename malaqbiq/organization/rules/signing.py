"""Who signs for an authority, in which form, and what stands above the name.

Sources: UU 30/2014 art. 14 and SE BKN 1/SE/I/2021 on Plt. and Plh.; the forms a.n., Plt. and Plh. of official papers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from malaqbiq.kernel.periods import Period


class Form(StrEnum):
    """How somebody signs: as the holder, acting (Plt.), for one who is absent (Plh.), in the holder's name (a.n.)."""

    DEFINITIVE = "definitive"
    PLT = "plt"
    PLH = "plh"
    AN = "an"


MARKS = {Form.DEFINITIVE: "", Form.PLT: "Plt. ", Form.PLH: "Plh. ", Form.AN: "a.n. "}

_FIRST = (Form.PLH, Form.DEFINITIVE, Form.PLT, Form.AN)


@dataclass(frozen=True, slots=True)
class Mandate:
    """A form in which somebody signs for an authority in a period; `own_title` is his own post's, for a.n."""

    form: Form
    period: Period
    own_title: str = ""


def title_lines(form: Form, authority_title: str, own_title: str = "") -> tuple[str, ...]:
    """The lines above the signature: ``Plt. Sekretaris ...``; for a.n. two, the second the signer's own title.

    ValueError for a.n. without an own title.
    """
    first = f"{MARKS[form]}{authority_title}"
    if form != Form.AN:
        return (first,)
    if not own_title:
        raise ValueError("who signs in another's name signs with his own title")
    return (first, own_title)


def clashes(one: Mandate, other: Mandate) -> bool:
    """Whether two mandates for the same authority can't both stand.

    Nobody is acting (Plt.) while there is a holder. A Plh. and an a.n. stand beside a holder, but two of a form do not;
    two sign a.n. at a time only with different titles of their own.
    """
    if one.period.intersection(other.period) is None:
        return False
    if one.form == other.form:
        return one.form != Form.AN or one.own_title == other.own_title
    return {one.form, other.form} == {Form.DEFINITIVE, Form.PLT}


def who_signs(mandates: Iterable[Mandate], day: date) -> Mandate | None:
    """Whose hand it is on a day unless another is chosen: the Plh. if there is one, else the holder or the Plt."""
    standing = [mandate for mandate in mandates if day in mandate.period and mandate.form != Form.AN]
    return min(standing, key=lambda mandate: _FIRST.index(mandate.form), default=None)
