"""What a list can hardly mean: somebody too young or long pensioned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _

YOUNGEST, OLDEST = 18, 65
"""Full years between which contract staff are expected to be. Malaqbiq's own default, no rule of KPU."""


def age_doubt(born: date, on: date, pension: Collection[int] | None) -> Words | None:
    """Why somebody's age on a day is doubted; `pension` holds the pension ages of civil servants, None for who is none.

    The lowest of them counts: which post somebody holds a list tells in words only.
    """
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if pension is None:
        if YOUNGEST <= age <= OLDEST:
            return None
        message = _(
            "%(age)s years old, while contract staff are mostly %(youngest)s to %(oldest)s (Malaqbiq's own default): "
            "check the date of birth"
        )
        return Words(message, {"age": age, "youngest": YOUNGEST, "oldest": OLDEST})
    if not pension or age < min(pension):
        return None
    ages = ", ".join(str(one) for one in sorted(set(pension)))
    message = _(
        "%(age)s years old, while the pension age is %(ages)s by the law table (others for some functional posts): "
        "check the date of birth"
    )
    return Words(message, {"age": age, "ages": ages})
