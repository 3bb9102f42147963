"""Checks of pay: floors as they applied, and whether today's law tables still say what decrees quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count, F, Q

from malaqbiq.decrees.rules.checks import Check, and_more, outcome
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import Words, gettext_noop, joined
from malaqbiq.pay.models import PayException, PayTerm
from malaqbiq.pay.rules.limits import FORMER_PAY_KEYS, limit_title
from malaqbiq.pay.services.exceptions import ERASED_REASONS
from malaqbiq.regulations.models import Fact

SHOWN = 5


def floors_as_they_applied(progress: Progress) -> Check:
    """Every own pay term, those no longer known too, is at the floor that applied when it started, or by exception."""
    own = PayTerm.objects.filter(origin=Origin.OWN)
    progress.stage(gettext_noop("floors"), own.count())
    low = own.filter(Q(floor_amount__isnull=True) | Q(monthly_amount__lt=F("floor_amount")))
    excepted = low.filter(exception__limit="floor", exception__approved_by__gt="")
    unfounded = low.exclude(pk__in=excepted.values("pk"))
    words = gettext_noop("pay of %(person)s from %(day)s is below its floor")
    faults = [
        Words(words, {"person": str(term.person_id), "day": term.valid_from})
        for term in unfounded.order_by("pk")[: SHOWN + 1]
    ]
    looked_at = gettext_noop("%(terms)s own pay terms, %(excepted)s by exception")
    return outcome("floors", Words(looked_at, {"terms": own.count(), "excepted": excepted.count()}), faults)


def law_says_the_same(progress: Progress) -> Check:
    """Whether the facts that pay terms quote stand in today's law tables as they were quoted. A difference only warns:
    the past stays as it was.
    """
    progress.stage(gettext_noop("law"))
    quoted = {pair for name in ("floor", "ceiling") for pair in _quoted(name)}
    said = _said({key for key, _ in quoted})
    changed = sorted(key for key, amount in quoted if amount not in said.get(key, ()))
    if not changed:
        return Check("law", ok=True, detail=Words(gettext_noop("%(count)s facts as quoted"), {"count": len(quoted)}))
    titles = joined(map(limit_title, changed[:SHOWN]), ", ")
    warning = Words(gettext_noop("warning: changed since they were quoted: %(keys)s"), {"keys": titles})
    return Check("law", ok=True, detail=and_more([warning], len(changed) - SHOWN))


def exceptions_give_reasons(progress: Progress) -> Check:
    """Every exception gives its reason, or the log knows of its erasure by law."""
    progress.stage(gettext_noop("exceptions"))
    erased = PayException.objects.filter(reason=ERASED).values_list("person__uid", flat=True)
    by_law = Activity.objects.filter(action=ERASED_REASONS).values_list("subject_uid", flat=True)
    words = gettext_noop("a reason about %(person)s is erased, and the log knows of no erasure by law")
    faults = [Words(words, {"person": str(person)}) for person in sorted(set(erased) - set(by_law))]
    told = gettext_noop("%(count)s reasons, %(erased)s erased by law")
    return outcome("exceptions", Words(told, {"count": PayException.objects.count(), "erased": len(erased)}), faults)


CHECKS = (floors_as_they_applied, law_says_the_same, exceptions_give_reasons)


def _quoted(name: str) -> Iterator[tuple[str, int]]:
    known = PayTerm.objects.filter(origin=Origin.OWN, **{f"{name}_amount__isnull": False})
    rows = known.values_list(f"{name}_key", f"{name}_amount").annotate(times=Count("pk")).order_by()
    return ((key, amount) for key, amount, _ in rows if not key.startswith(FORMER_PAY_KEYS))


def _said(keys: Iterable[str]) -> Mapping[str, set[int]]:
    """What the tables say today under each key: nationally, or an office's own."""
    found: dict[str, set[int]] = {}
    for fact in Fact.objects.current().filter(key__in=list(keys)):
        found.setdefault(fact.key, set()).add(fact.value.get("amount"))
    return found
