"""Forms about one person: what the opening said of him, somebody whom the list forgot, and who he is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.intake.rules.rows import Fault
from malaqbiq.kernel.identity import Sex
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.workbooks.cells import CellRefused, email_read, number_read, phone_read
from malaqbiq.people.models import Person
from malaqbiq.people.rules import PersonChanges
from malaqbiq.people.services import PersonDraft
from malaqbiq.service.effects import Status
from malaqbiq.ui.forms import DayField, DayInput

STATUSES = {
    Status.PPNPN: "PPNPN",
    Status.PPPK_PARUH_WAKTU: "PPPK Paruh Waktu",
    Status.PPPK: "PPPK",
    Status.PNS: "PNS",
}
HELP = {
    "position": _("Of contract staff the kind of work, else the name of the post."),
    "grade": _("Such as III/c, or IX for a PPPK."),
    "start": _("First day of the service or contract."),
    "last_day": _("Last day of the contract; a PNS has none."),
    "amount": _("Rupiah a month, such as 2.678.864."),
    "decree_number": _("Of the decree that was in force then; it may be unknown."),
}


class _CellsForm(forms.Form):
    """Fields named like the columns of a list: what is typed is read as a cell of a list would be."""

    def __init__(
        self, *args: Any, units: Sequence[tuple[str, str]], jobs: Sequence[str] = (), is_known: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.jobs = jobs
        statuses = [(key.value, name) for key, name in STATUSES.items()]
        fields: dict[str, forms.Field] = {
            "status": forms.ChoiceField(label=_("Status"), choices=statuses),
            "unit": forms.ChoiceField(label=_("Work unit"), choices=units),
            "position": _text(_("Post or kind of work"), 200, list="jobs"),
            "grade": _text(_("Rank (golongan)"), 40),
            "start": _day(_("First day (TMT)")),
            "last_day": _day(_("Last day of the contract")),
            "amount": _text(_("Honorarium, upah or gaji a month"), 30, inputmode="numeric"),
            "decree_number": _text(_("Number of the old decree"), 120),
            "decree_date": _day(_("Date of the old decree")),
        }
        for name, field in fields.items():
            field.help_text = HELP.get(name, "")
            field.show_hidden_initial = is_known
            self.fields[name] = field

    def told(self, faults: Sequence[Fault]) -> None:
        """Put each fault beside its field; what a field says of itself already is not said twice."""
        for fault in (fault for fault in faults if fault.key not in self.errors):
            self.add_error(fault.key if fault.key in self.fields else None, said(fault.words).capitalize())

    def cells(self) -> dict[str, str]:
        """What was typed, by column."""
        return {name: str(self.cleaned_data.get(name) or "") for name in self.fields}


class MendForm(_CellsForm):
    """What the opening said of somebody; only what is changed is told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, is_known=True, **kwargs)

    def clean(self) -> dict[str, Any]:
        """What stands can be told otherwise, but not be emptied."""
        super().clean()
        for name in self.changed_data:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, gettext("What stands can't be emptied here: write what is true, or leave it."))
        return self.cleaned_data

    def cells(self) -> dict[str, str]:
        """What was changed, by column."""
        return {name: text for name, text in super().cells().items() if name in self.changed_data}


class NewPersonForm(_CellsForm):
    """Somebody whom the opening's list forgot."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, is_known=False, **kwargs)
        opening = dict(self.fields)
        self.fields.clear()
        self.fields["name"] = forms.CharField(label=_("Name, with titles"), max_length=180)
        self.fields |= {name: opening[name] for name in ("status", "unit")}
        self.fields["nik"] = _text(_("NIK"), 40, inputmode="numeric")
        self.fields["nip"] = _text(_("NIP or NI PPPK"), 40, inputmode="numeric")
        self.fields["birth_place"] = _text(_("Place of birth"), 80)
        self.fields["birth"] = _day(_("Date of birth"))
        self.fields["sex"] = forms.ChoiceField(
            label=_("Sex"), required=False, choices=[("", "–"), ("L", _("male")), ("P", _("female"))]
        )
        self.fields["education"] = _text(_("Education"), 120)
        self.fields["education"].help_text = _("such as SMA, D3 Akuntansi or S1 Hukum")
        self.fields |= {name: field for name, field in opening.items() if name not in self.fields}
        self.fields["phone"] = _text(_("Phone"), 40)
        self.fields["email"] = _text(_("Email"), 120)
        self.fields["address"] = _text(_("Address"), 255)


class _WhoForm(forms.Form):
    """Who somebody is, and the paper that tells it."""

    name = forms.CharField(label=_("Name without titles"), max_length=120, show_hidden_initial=True)
    title_front = forms.CharField(
        label=_("Titles before the name"), max_length=60, required=False, show_hidden_initial=True
    )
    title_back = forms.CharField(
        label=_("Titles after the name"), max_length=60, required=False, show_hidden_initial=True
    )
    sex = forms.ChoiceField(
        label=_("Sex"), required=False, choices=[("", "–"), *Person.Sex.choices], show_hidden_initial=True
    )
    birth_place = forms.CharField(label=_("Place of birth"), max_length=80, required=False, show_hidden_initial=True)
    birth_date = DayField(label=_("Date of birth"), required=False)
    nik = forms.CharField(label=_("NIK"), max_length=40, required=False)
    nip = forms.CharField(label=_("NIP or NI PPPK"), max_length=40, required=False, show_hidden_initial=True)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.CharField(label=_("Email"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=255, required=False)
    source = forms.CharField(
        label=_("Where it stands"), max_length=120, help_text=_("The paper that told it: KTP, KK, ijazah, a letter.")
    )

    def clean_nik(self) -> str | None:
        """The digits."""
        return self._read("nik", number_read)

    def clean_nip(self) -> str | None:
        """The digits."""
        return self._read("nip", number_read)

    def clean_phone(self) -> str | None:
        """The number in international form."""
        return self._read("phone", phone_read)

    def clean_email(self) -> str | None:
        """One address."""
        return self._read("email", email_read)

    def _read(self, name: str, read: Callable[[str], str | None]) -> str | None:
        try:
            return read(str(self.cleaned_data[name]))
        except CellRefused as error:
            raise forms.ValidationError(_told(error.words)) from error


class IdentityForm(_WhoForm):
    """Who somebody is. Numbers and contact aren't shown: they are typed anew where they change."""

    HIDDEN = ("birth_date", "nik", "phone", "email", "address")
    """What is masked: left empty, it stays."""

    def __init__(self, *args: Any, masked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.HIDDEN:
            known = masked.get(name) or gettext("not known")
            self.fields[name].help_text = gettext("Now: %(known)s. Left empty, it stays so.") % {"known": known}

    def changes(self) -> PersonChanges:
        """What was changed, and its source; empty if nothing was."""
        names = [name for name in self.changed_data if name != "source"]
        found: PersonChanges = {name: self.cleaned_data[name] for name in names}  # type: ignore[assignment]
        return {**found, "source": self.cleaned_data["source"]} if found else {}


class RegisterForm(_WhoForm):
    """Somebody who is new to the office: a decree says later what he serves as."""

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = forms.ChoiceField(
            label=_("Work unit"), choices=units, help_text=_("Where the person is to serve.")
        )
        self.order_fields(["name", "title_front", "title_back", "unit"])

    def draft(self) -> PersonDraft:
        """What was typed."""
        typed = self.cleaned_data
        texts = ("name", "title_front", "title_back", "birth_place", "address", "source")
        return PersonDraft(
            **{name: typed[name].strip() for name in texts},
            entered_unit=typed["unit"],
            nik=typed["nik"] or None,
            nip=typed["nip"] or None,
            sex=Sex(typed["sex"]) if typed["sex"] else None,
            birth_date=typed["birth_date"],
            phone=typed["phone"] or "",
            email=typed["email"] or "",
        )


def shown(value: object) -> str:
    """A typed value as before and after show it: a day as offices write it."""
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "–")


def _told(words: Words | str) -> str:
    return said(words if isinstance(words, Words) else Words(words)).capitalize()


def _text(label: Any, longest: int, **attributes: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, widget=forms.TextInput(attrs=attributes))


def _day(label: Any) -> DayField:
    return DayField(label=label, required=False, widget=DayInput())
