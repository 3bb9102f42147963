"""Forms of signing in and of users."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.accounts.rules import codes_meant
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import ROLES, Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import unit_tree, units_on
from malaqbiq.ui.forms import DayField, SuggestingInput

USERNAME = RegexValidator(r"^[\w.@-]+\Z", _("Letters, digits and . _ - @ only, without spaces."))


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's own, without the label said twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """allauth's own, with a label that can be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class EditKeyForm(EditWebAuthnForm):  # type: ignore[misc]
    """allauth's own, with a label that can be translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class HouseForm(forms.Form):
    """A form whose service may refuse what it asks: the reason is told in it, and what was typed stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    @contextmanager
    def errors_told(self, field: str | None = None) -> Iterator[None]:
        """Tell in the form, beside the field if one is named, what the block raises as the user's to mend."""
        try:
            yield
        except ValidationError as error:
            self.add_error("password" if "password" in self.fields else None, error)
        except UserError as error:
            self.add_error(field, sentence(error))


MOST_CHOSEN = 40
"""Of more work units one is not chosen from a list but searched by name or code."""
MOST_NAMED = 6
"""How many of those that a text may mean are named."""


class UnitField(forms.ChoiceField):
    """A work unit by its code, chosen from those that are given, or searched where they are many; its value is it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Work unit"), **kwargs)
        self.units: dict[str, WorkUnit] = {}

    def offer(self, units: Sequence[WorkUnit], provinces: dict[str, str | None]) -> None:
        """Offer these, each province's together."""
        self.units = {unit.code: unit for unit in units}
        if len(units) > MOST_CHOSEN:
            self.widget = SuggestingInput([f"{unit.name} ({unit.code})" for unit in units], {"required": True})
            how = gettext("Type words of the name, or the code, and choose.")
            self.help_text = f"{how} {self.help_text}"
        groups: dict[str, list[tuple[str, str]]] = {}
        for unit in units:
            group = self.units.get(provinces.get(unit.code) or "", unit).region_name
            groups.setdefault(group, []).append((unit.code, unit.name))
        several = len(groups) > 1
        grouped: list[Any] = list(groups.items()) if several else [pair for pairs in groups.values() for pair in pairs]
        self.choices = [("", "---------"), *grouped] if len(units) > 1 else grouped

    def clean(self, value: Any) -> WorkUnit:
        """The work unit itself; what was typed may be its code, its name or words of its name."""
        if isinstance(self.widget, SuggestingInput):
            value = self._meant(str(value or ""))
        return self.units[super().clean(value)]

    def _meant(self, typed: str) -> str:
        found = codes_meant(typed, {code: unit.name for code, unit in self.units.items()})
        if len(found) == 1 or not typed.strip():
            return "".join(found)
        if not found:
            words = gettext("No work unit answers to “%(text)s”: type words of its name, such as Mamuju, or its code.")
            raise ValidationError(words % {"text": typed})
        several = "; ".join(f"{self.units[code].name} ({code})" for code in found[:MOST_NAMED])
        words = gettext("“%(text)s” means several work units (%(count)s); type more of the name or the code: %(units)s")
        raise ValidationError(words % {"text": typed, "count": len(found), "units": several})


class FirstForm(HouseForm):
    """The first administrator, by whoever has the code that the server printed."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Printed by malaqbiq serve; it also stands in the file first-administrator of MALAQBIQ_HOME."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    work_unit = UnitField(help_text=_("You administer it and all work units below it."))
    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput({"autocomplete": "name"}))
    username = forms.CharField(
        label=_("User name"), max_length=64, validators=[USERNAME], widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=lazy(password_validators_help_text_html, str)(),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["work_unit"], Access.system("first-administrator"), clock.today("Asia/Makassar"))


class GrantForm(HouseForm):
    """A role on a work unit, narrowed to what the asker administers."""

    role = forms.ChoiceField(label=_("Role"), choices=lambda: [("", "---------"), *_roles()])
    work_unit = UnitField(help_text=_("The role holds there and on all work units below it."))
    valid_from = DayField(label=_("From"))
    last_day = DayField(label=_("Through"), required=False, help_text=_("The last day; empty if no end is known."))

    def __init__(self, *args: Any, access: Access, day: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"valid_from": day}, **kwargs)
        administered = Access(access.actor, {Role.ADMINISTRATOR: access.roles.get(Role.ADMINISTRATOR, frozenset())})
        _offer(self.fields["work_unit"], administered, day)

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class NeededField(forms.CharField):
    """One that may stay empty at times; its label says when it may not, so that it isn't called optional."""

    says_when = True


class AdmitForm(GrantForm):
    """A new user and the first role."""

    name = forms.CharField(label=_("Name"), max_length=150)
    username = forms.CharField(
        label=_("User name"), max_length=64, validators=[USERNAME], help_text=_("For signing in, such as ani.mamuju.")
    )
    no_person_reason = NeededField(
        label=_("Not on the staff list: why (needed for an SDM officer or Sekretaris)"),
        max_length=200,
        required=False,
        help_text=_(
            "Such as: the office has no people here yet. Empty if it is somebody on the list: say who afterwards, on "
            "the user's page. Until one of both is said these two roles can do nothing."
        ),
    )
    field_order = ("name", "username", "role", "work_unit", "valid_from", "last_day", "no_person_reason")


class EndForm(HouseForm):
    """Through which day a grant holds yet; yesterday ends it at once."""

    last_day = DayField(label=_("Last day"))


class PersonForm(HouseForm):
    """Which person a user is."""

    person = forms.UUIDField()


class NoPersonForm(HouseForm):
    """Why a user is none of the people here."""

    reason = forms.CharField(label=_("Why"), max_length=200)


def _roles() -> list[tuple[str, str]]:
    named = [(role.value, gettext(label)) for role, label in ROLES.items()]
    return [(value, text[:1].upper() + text[1:]) for value, text in named]


def _offer(field: forms.Field, access: Access, day: date) -> None:
    if isinstance(field, UnitField):
        tree = unit_tree(access, day=day)
        units = list(units_on(access, day=day))
        field.offer(units, {unit.code: tree.province_of(unit.code) for unit in units})
