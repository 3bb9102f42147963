"""On what decrees rest that come from an appraisal, told to the rooms below."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from malaqbiq.appraisal.models import Decision, Draft
from malaqbiq.decrees.models import Entry


def appraised(decrees: Collection[UUID]) -> frozenset[UUID]:
    """Those of the decrees that carry out an appraisal for everybody in them. One statement.

    Drafted from a cycle, in which everybody whom the decree names has a result and was decided on as it recommends:
    nobody was excused, decided on otherwise, or added to the draft by hand.
    """
    later = Decision.objects.filter(appraisee=OuterRef("appraisee"), version__gt=OuterRef("version"))
    as_resulted = Decision.objects.filter(
        ~Exists(later),
        person=OuterRef("person"),
        appraisee__cycle__drafts__decree=OuterRef("decree__uid"),
        result__isnull=False,
        differs=False,
    )
    others = Entry.objects.filter(~Exists(as_resulted), decree__uid=OuterRef("decree__uid"), person__isnull=False)
    found = Draft.objects.filter(~Exists(others), decree__uid__in=decrees)
    return frozenset(found.values_list("decree__uid", flat=True))
