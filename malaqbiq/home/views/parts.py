"""All that pages are made of, on one page: for who builds or judges them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from malaqbiq.ui.audience import everyone
from malaqbiq.ui.forms import DayField, SuggestingInput
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, table
from malaqbiq.ui.todos import Card


class Sample(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), help_text=gettext_lazy("without titles"), max_length=60)
    since = DayField(label=gettext_lazy("From"))
    unit = forms.CharField(
        label=gettext_lazy("Work unit"),
        widget=SuggestingInput(["KPU Kabupaten Mamuju (76.02)", "KPU Kabupaten Majene (76.05)"]),
    )
    note = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sure = forms.BooleanField(label=gettext_lazy("I have read the draft"), required=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A row of the sample list."""

    uid: str
    name: str
    pay: int | None
    state: str
    tone: str


@everyone
@require_safe
def parts(request: PageRequest) -> HttpResponse:
    """Every part of the design system, with made-up content."""
    rows = [
        Example("a", "Andi Peragaan", 2_678_864, _("issued"), "good"),
        Example("b", "Sitti Peragaan, S.Sos.", 2_400_000, _("below"), "bad"),
        Example("c", "Muhammad Peragaan Panjang Namanya Sekali", None, _("unknown"), "warn"),
    ]
    columns = [
        Column[Example]("name", _("Name"), lambda row: row.name, sort=True),
        Column[Example]("pay", _("Pay"), lambda row: row.pay, kind="rupiah", sort=True),
        Column[Example]("state", _("State"), lambda row: row.state, show=_state),
    ]
    orders = {"name": lambda row: row.name, "pay": lambda row: row.pay}
    today = request.today
    cards = [
        Card(_("Decide the objection"), _("raised three days ago"), _("Decide"), "#", today - timedelta(days=1)),
        Card(_("Approve seven decrees"), _("80 people wait"), _("Look at them"), "#", today + timedelta(days=3)),
        Card(_("Fill the gaps"), _("12 people have no NIK"), _("Fill"), "#"),
    ]
    context = {
        "table": table(request.GET, columns, ListSource(rows, orders)),
        "form": Sample(),
        "faulty": Sample({"name": "", "since": "2022-02-30", "note": _("this was typed and stays")}),
        "cards": [(card, card.tone(today)) for card in cards],
    }
    return page(request, "home/parts.html", context)


def _state(row: Example) -> Shown:
    return Shown(row.state, tone=row.tone)
