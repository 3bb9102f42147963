"""Checks of appraisal: reasons that were erased were erased by law."""

from __future__ import annotations

from malaqbiq.appraisal.selectors.erased import TEXTS, erased_by_law
from malaqbiq.decrees.rules.checks import Check, outcome
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import Words, gettext_noop


def reasons_are_kept(progress: Progress) -> Check:
    """Every reason of an appraisal stands, or the log knows of its erasure by law."""
    progress.stage(gettext_noop("reasons"))
    by_law = erased_by_law()
    total = erased = 0
    faults: list[Words] = []
    for model, about, text in TEXTS:
        total += model.objects.exclude(**{text: ""}).count()
        people = model.objects.filter(**{text: ERASED}).values_list(about, flat=True)
        erased += len(people)
        faults += [
            Words(
                gettext_noop("a reason about %(person)s is erased, and the log knows of no erasure by law"),
                {"person": str(person)},
            )
            for person in sorted(set(people) - by_law)
        ]
    told = gettext_noop("%(count)s reasons, %(erased)s erased by law")
    return outcome("reasons", Words(told, {"count": total, "erased": erased}), faults)


CHECKS = (reasons_are_kept,)
