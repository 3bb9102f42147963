"""What acts of the log are about that are no person, decree or list: what it is called, and its page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from malaqbiq.accounts.models import User
from malaqbiq.appointments.models import Change, Round
from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors.seen import READERS
from malaqbiq.decrees.models import Document
from malaqbiq.handover.models import Handover
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Signer
from malaqbiq.organization.rules.names import Authority, authority_head

TEXT = CharField()
CYCLE, ROUND, USER = "cycle", "round", "user"
PAGES: Mapping[str, tuple[str, tuple[Role, ...]]] = {
    CYCLE: ("appraisal-cycle", READERS),
    ROUND: ("round", READERS),
    USER: ("user", (Role.ADMINISTRATOR,)),
}
"""The pages of those that have one, and who reads it."""


SIGNED_FOR = Concat(
    Case(*(When(authority=one.value, then=Value(authority_head(one))) for one in Authority), output_field=TEXT),
    Value(" · "),
    F("unit__name"),
    output_field=TEXT,
)
"""What a signer signs for, and not who it is: a name would stay in the log when it is erased by law."""
KINDS: Mapping[str, tuple[Any, Any]] = {
    CYCLE: (Cycle, F("title")),
    ROUND: (Round, F("title")),
    "change": (Change, F("regime")),
    USER: (User, Case(When(name="", then=F("username")), default=F("name"), output_field=TEXT)),
    "signer": (Signer, SIGNED_FOR),
    "document": (
        Document,
        Case(When(decree__number="", then=F("decree__title")), default=F("decree__number"), output_field=TEXT),
    ),
    "handover": (Handover, F("taker_name")),
}
"""What a line may be about, and by what it is called."""


def subjects_named(access: Access, uids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """What the subjects are called, with the address of their page where the asker reads it. One statement; none for
    none. The caller shows lines alone that the asker sees.
    """
    if not uids:
        return {}
    first, *others = [_named(model, uids, label, kind) for kind, (model, label) in KINDS.items()]
    found = first.union(*others, all=True)
    return {uid: (label, _page(access, kind, uid)) for uid, label, kind in found}


def subject_columns() -> dict[str, Subquery]:
    """The same as columns of lines of the log, by kind, for few lines in the one statement that reads them."""
    return {
        f"about_{kind}": Subquery(
            model.objects.order_by()
            .filter(uid=OuterRef("subject_uid"))
            .annotate(told=Cast(label, TEXT))
            .values("told")[:1]
        )
        for kind, (model, label) in KINDS.items()
    }


def subject_of(access: Access, row: Any) -> tuple[str, str]:
    """What a line that was read with `subject_columns` is about, as `subjects_named` tells it."""
    for kind in KINDS:
        if label := getattr(row, f"about_{kind}"):
            return label, _page(access, kind, row.subject_uid)
    return "", ""


def _named(model: Any, uids: Collection[UUID], label: Any, kind: str) -> QuerySet[Any, tuple[UUID, str, str]]:
    rows = model.objects.order_by().filter(uid__in=uids)
    text = Cast(label, TEXT)
    told: QuerySet[Any, tuple[UUID, str, str]] = rows.annotate(told=text, kind_of=Value(kind, TEXT)).values_list(
        "uid", "told", "kind_of"
    )
    return told


def _page(access: Access, kind: str, uid: UUID) -> str:
    route, roles = PAGES.get(kind, ("", ()))
    return reverse(route, args=[uid]) if route and any(access.roles.get(role) for role in roles) else ""
