"""What is said of a work unit in a budget year, and of who signs for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from malaqbiq.organization.models import UnitProfile
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.services.profiles import MOST_MONEY, ProfileFields
from malaqbiq.organization.services.signers import SignerFields
from malaqbiq.ui.forms import DayField, RupiahField

AUTHORITIES = {
    Authority.KETUA: _("Chair (Ketua)"),
    Authority.SEKRETARIS: _("Secretary (Sekretaris)"),
    Authority.SEKJEN: _("Secretary General (Sekretaris Jenderal)"),
    Authority.KPA: _("Kuasa Pengguna Anggaran"),
    Authority.COMMITMENT_OFFICER: _("Pejabat Pembuat Komitmen"),
    Authority.CERTIFIER: _("Copies (salinan), as who certifies them"),
}
FORMS = {
    Form.DEFINITIVE: _("holder of the office"),
    Form.PLT: _("acting (Plt.)"),
    Form.PLH: _("acting for one who is absent (Plh.)"),
    Form.AN: _("in the holder's name (a.n.)"),
}


NO_PROGRAMME = "none"
PROGRAMMES = {
    "kesehatan": _("JKN (health)"),
    "jkk-I": _("JKK, risk group I (office work)"),
    "jkk-II": _("JKK, risk group II"),
    "jkk-III": _("JKK, risk group III"),
    "jkk-IV": _("JKK, risk group IV"),
    "jkk-V": _("JKK, risk group V"),
    "jkm": _("JKM (death)"),
    "jht": _("JHT (old age)"),
    "jp": _("JP (pension)"),
    NO_PROGRAMME: _("none at all"),
}


def _choices(named: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(item.value, label) for item, label in named.items()]


NIP_HELP = _("18 digits")


class NipField(forms.CharField):
    """A NIP as it stands on papers, with or without spaces between its parts; it may be unknown."""

    def clean(self, value: Any) -> Any:
        """The digits alone."""
        digits = re.sub(r"[\s.]", "", super().clean(value) or "")
        if digits and not re.fullmatch(r"\d{18}", digits):
            raise ValidationError(_("a NIP has 18 digits"))
        return digits


class ProfileForm(forms.Form):
    """A work unit in a budget year. What isn't known stays empty."""

    kode_satker = forms.RegexField(
        r"^\d{6}$", label=_("Kode satker"), help_text=_("the treasury's six digits"), required=False
    )
    dipa_number = forms.CharField(label=_("Number of the DIPA"), max_length=60, required=False)
    dipa_date = DayField(label=_("Date of the DIPA"), required=False)
    honorarium_budget = RupiahField(
        lowest=0,
        highest=MOST_MONEY,
        label=_("Budget for honorarium"),
        required=False,
        help_text=_("rupiah that the DIPA gives for contract staff in the year"),
    )
    kpa_name = forms.CharField(label=_("Kuasa Pengguna Anggaran"), max_length=150, required=False)
    kpa_nip = NipField(label=_("NIP of the KPA"), required=False, help_text=NIP_HELP)
    commitment_officer_name = forms.CharField(label=_("Pejabat Pembuat Komitmen"), max_length=150, required=False)
    commitment_officer_nip = NipField(
        label=_("NIP of the Pejabat Pembuat Komitmen"), required=False, help_text=NIP_HELP
    )
    letterhead = forms.CharField(
        label=_("Letterhead"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("lines under the name: address, telephone, site"),
    )
    floor_policy = forms.ChoiceField(label=_("Pay is never below"), choices=UnitProfile.FloorPolicy.choices)
    programmes = forms.MultipleChoiceField(
        label=_("BPJS programmes that the unit buys"),
        choices=list(PROGRAMMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing marked: not said yet, and no premiums are counted."),
    )
    thr_month = forms.TypedChoiceField(
        label=_("THR is paid in"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("not said yet")), *((month, name) for month, name in MONTHS.items())],
    )

    @classmethod
    def of(cls, profile: UnitProfile | None) -> dict[str, Any]:
        """What the form begins with."""
        if profile is None:
            return {"floor_policy": UnitProfile.FloorPolicy.UMP}
        said = {name: getattr(profile, name) for name in cls.base_fields}
        bought = profile.programmes
        programmes = [NO_PROGRAMME] if bought == [] else bought or []
        return said | {"letterhead": "\n".join(profile.letterhead), "programmes": programmes}

    def clean_programmes(self) -> list[str] | None:
        """Those marked; none of them where that is said, None where nothing is. JKK is bought for one risk group."""
        marked = list(self.cleaned_data["programmes"])
        if NO_PROGRAMME in marked and len(marked) > 1:
            raise ValidationError(_("mark programmes, or none at all"))
        if sum(key.startswith("jkk-") for key in marked) > 1:
            raise ValidationError(_("JKK has one risk group"))
        return [key for key in marked if key != NO_PROGRAMME] if marked else None

    def said(self) -> ProfileFields:
        """What was said, as the service takes it."""
        data = dict(self.cleaned_data)
        data["letterhead"] = [line.strip() for line in data["letterhead"].splitlines() if line.strip()]
        return data  # type: ignore[return-value]


class SignerForm(forms.Form):
    """Somebody who signs for an authority, from a day through a last one."""

    authority = forms.ChoiceField(
        label=_("Signs for"), choices=[(item.value, label) for item, label in AUTHORITIES.items()]
    )
    form = forms.ChoiceField(label=_("As"), choices=[(item.value, label) for item, label in FORMS.items()])
    name = forms.CharField(label=_("Name with titles"), max_length=150, help_text=_("as it stands under the signature"))
    nip = NipField(label="NIP", required=False, help_text=NIP_HELP)
    own_title = forms.CharField(
        label=_("Own post"),
        max_length=200,
        required=False,
        help_text=_("needed for a.n. and for who certifies copies: Kepala Subbagian Hukum …"),
    )
    basis = forms.CharField(label=_("By which paper"), max_length=200, required=False)
    valid_from = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False)

    def said(self) -> SignerFields:
        """What was said, as the service takes it."""
        data = dict(self.cleaned_data)
        return SignerFields(**{**data, "authority": Authority(data["authority"]), "form": Form(data["form"])})


class EndForm(forms.Form):
    """The last day of a mandate."""

    last_day = DayField(label=_("Last day"))
