"""What is typed to hand over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from malaqbiq.accounts.models import User
from malaqbiq.ui.forms import DayField


class ChooseForm(forms.Form):
    """From whom to whom. Only who may act for others is asked from whom."""

    def __init__(self, *args: Any, own: str, givers: Sequence[User], takers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix, self.use_required_attribute = "", False
        myself, nobody = (own, _("myself")), ("", _("choose…"))
        self.fields["taker"] = forms.ChoiceField(label=_("To the successor"), choices=[nobody, *map(_choice, takers)])
        if givers:
            self.fields["giver"] = forms.ChoiceField(label=_("Giver"), choices=[myself, *map(_choice, givers)])


class HandoverForm(forms.Form):
    """What the berita acara says beside what passes; why, if another acts for the giver."""

    reason = forms.CharField(
        label=_("Why you hand over in the giver's place"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("it stands in the berita acara"),
    )
    number = forms.CharField(
        label=_("Number"),
        max_length=80,
        required=False,
        help_text=_("as it stands in the office's own book, if it has one yet"),
    )
    dated_on = DayField(label=_("Date"))

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if is_own:
            del self.fields["reason"]


def _choice(user: User) -> tuple[str, str]:
    name = user.name or user.username
    closed = "" if user.is_active else f" – {_('closed')}"
    return str(user.uid), f"{name} ({user.username}){closed}"
