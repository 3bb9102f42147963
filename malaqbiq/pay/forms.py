"""Forms of pay's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.models import PayException
from malaqbiq.pay.selectors.drafts import Order, OrderKind
from malaqbiq.ui.forms import DayField, RupiahField

KINDS = [
    (OrderKind.EXTENSION.value, _("Extend contracts")),
    (OrderKind.PAY.value, _("Set other pay")),
    (OrderKind.END.value, _("End contracts")),
    (OrderKind.ENGAGEMENT.value, _("Engage")),
]
REASONS = [
    ("term", _("the term is over")),
    ("appraisal", _("result of the evaluation")),
    ("resigned", _("resigned")),
    ("deceased", _("deceased")),
    ("appointed", _("appointed in another status")),
    ("retired", _("retired")),
]
STATUSES = [("ppnpn", "PPNPN"), ("pppk_paruh_waktu", "PPPK paruh waktu")]


class OrderForm(forms.Form):
    """What a decree on contract staff sets: fields of the chosen kind, and a pay for each person."""

    title = forms.CharField(label=_("About (tentang)"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}))
    start = DayField(label=_("From (TMT)"))
    last_day = DayField(label=_("Until and including"))
    reason = forms.ChoiceField(label=_("Why"), choices=REASONS)
    work_unit = forms.UUIDField(label=_("Work unit"))
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES)
    job_family = forms.ChoiceField(label=_("Kind of work"))

    def __init__(
        self,
        *args: Any,
        kind: OrderKind,
        people: Sequence[UUID],
        units: Sequence[WorkUnit] = (),
        jobs: Sequence[tuple[str, str]] = (),
        titled: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.people = kind, people
        wanted = _fields(kind, titled=titled)
        self.fields = {name: field for name, field in self.fields.items() if name in wanted}
        if "work_unit" in wanted:
            choices = [(str(unit.uid), unit.name) for unit in units]
            self.fields["work_unit"] = forms.TypedChoiceField(label=_("Work unit"), choices=choices, coerce=UUID)
            self.fields["job_family"].choices = list(jobs)  # type: ignore[attr-defined]
        if kind == OrderKind.PAY:
            self.fields.pop("last_day", None)
        if kind != OrderKind.END:
            for person in people:
                self.fields[f"amount-{person}"] = RupiahField(required=False, label=_("Pay a month"))

    def order(self) -> Order:
        """What the form orders; it is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith("amount-")}
        people = tuple((who, self.cleaned_data.get(f"amount-{who}")) for who in self.people)
        return Order(kind=self.kind, people=people, **said)

    def head_fields(self) -> list[forms.BoundField]:
        """The fields that are about the decree, not about one person."""
        return [self[name] for name in self.fields if not name.startswith("amount-")]

    @property
    def asks_pay(self) -> bool:
        """Whether a field for somebody's pay is there."""
        return any(field for _who, field in self.rows())

    def rows(self) -> list[tuple[UUID, forms.BoundField | None]]:
        """Each person with the field of their pay, if there is one."""
        return [(who, self[name] if (name := f"amount-{who}") in self.fields else None) for who in self.people]

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        cleaned = super().clean() or {}
        start, last = cleaned.get("start"), cleaned.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("The last day is before the first."))
        return cleaned


def _fields(kind: OrderKind, *, titled: bool) -> set[str]:
    found = {"start"} | ({"title"} if titled else set())
    if kind in {OrderKind.EXTENSION, OrderKind.ENGAGEMENT}:
        found.add("last_day")
    if kind == OrderKind.END:
        found.add("reason")
    if kind == OrderKind.ENGAGEMENT:
        found |= {"work_unit", "status", "job_family"}
    return found


LIMITS = {
    PayException.Limit.FLOOR.value: _("the floor (minimum wage or former pay)"),
    PayException.Limit.CEILING.value: _("the ceiling (state cost standard)"),
}


class ExceptionForm(forms.Form):
    """An exception to be proposed."""

    limit = forms.ChoiceField(
        label=_("Which limit it is from"), choices=list(LIMITS.items()), widget=forms.RadioSelect, initial="floor"
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why pay can't stand within the limit, and what is being done about it. An auditor reads it."),
    )
    last_day = DayField(label=_("Until"), help_text=_("The last day on which pay may stand outside the limit."))


def day_of(text: str, otherwise: date) -> date:
    """The day that an address names; what is none, or is out of all reason, is taken as not said."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return otherwise
    return day if 1990 <= day.year <= 2100 else otherwise


def month_of(text: str, otherwise: date) -> date:
    """The first day of a month such as ``2022-01``, of `otherwise`'s where the address names none."""
    return day_of(f"{text[:7]}-01", otherwise).replace(day=1)
