"""Forms of the decrees' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.services.registers import HIGHEST_FIRST
from malaqbiq.kernel.files import LIMIT
from malaqbiq.kernel.media import MEBIBYTE
from malaqbiq.ui.forms import DayField

ANYTHING_PDF = "application/pdf,.pdf"
ANYTHING_SCANNED = f"{ANYTHING_PDF},image/png,image/jpeg"
HIGHEST = 2**31 - 1


def _file_field(label: Any, accept: str, help_text: Any) -> forms.FileField:
    return forms.FileField(label=label, help_text=help_text, widget=forms.FileInput(attrs={"accept": accept}))


class _WithFile(forms.Form):
    file = forms.FileField()

    def clean_file(self) -> Any:
        """A file within the limit; what it is its content tells, later."""
        upload = self.cleaned_data["file"]
        if (upload.size or 0) > LIMIT:
            message = _("The file is larger than %(limit)s MiB.") % {"limit": LIMIT // MEBIBYTE}
            raise forms.ValidationError(message)
        return upload


class ScanForm(_WithFile):
    """The scan of a paper that was signed in ink."""

    file = _file_field(_("Scan"), ANYTHING_SCANNED, _("PDF, PNG or JPEG, at most 20 MiB; all pages in one file."))
    signer = forms.CharField(label=_("Who signed"), max_length=200, help_text=_("As the paper names the signer."))
    signed_on = DayField(label=_("Signed on"), required=False)
    fewer = forms.BooleanField(
        label=_("Attach it as it is: nothing more was scanned"),
        required=False,
        widget=forms.HiddenInput,
    )

    def doubt(self, found: int | None, expected: int) -> None:
        """Say that pages are missing or can't be counted (None), and ask to choose the whole scan or to confirm that
        this is all.
        """
        self.fields["fewer"].widget = forms.CheckboxInput()
        if found is None:
            words = _(
                "The pages of this file can't be counted: the paper has %(expected)s. Look whether all are there, then "
                "tick below and choose it again."
            )
            self.add_error("file", words % {"expected": expected})
            return
        words = _(
            "The scan has %(found)s of the paper's %(expected)s pages. Choose the scan with all pages, or tick below "
            "that this is all there is and choose it again."
        )
        self.add_error("file", words % {"found": found, "expected": expected})


class SignedFileForm(_WithFile):
    """A PDF that was signed electronically elsewhere."""

    file = _file_field(
        _("Signed file"), ANYTHING_PDF, _("The PDF as the signing service gave it back; it is compared with ours.")
    )


class WithdrawalForm(forms.Form):
    """Why evidence is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class ClockForm(forms.Form):
    """What day it is, said by somebody who looks at a calendar and not at the computer."""

    day = DayField(label=_("What day is it today?"), help_text=_("By a calendar or a telephone, not this computer."))


class _NumberForm(forms.Form):
    value = forms.IntegerField(label=_("Number"), min_value=1, validators=[MaxValueValidator(HIGHEST)])


class ElsewhereForm(_NumberForm):
    """A number that another decree of the office has."""

    title = forms.CharField(label=_("What that decree is about"), max_length=500)
    dated_on = DayField(label=_("Its date"))


class VoidForm(_NumberForm):
    """A number that no decree has."""

    reason = forms.CharField(label=_("Why no decree has it"), max_length=500)


class FirstNumberForm(forms.Form):
    """With which number a register begins."""

    first_number = forms.IntegerField(
        label=_("First number"),
        min_value=1,
        validators=[MaxValueValidator(HIGHEST_FIRST)],
        help_text=_("The next number that the office's own book has free."),
    )


class ReserveForm(forms.Form):
    """A block of numbers, kept for somebody."""

    first = forms.IntegerField(label=_("From number"), min_value=1, validators=[MaxValueValidator(HIGHEST)])
    last = forms.IntegerField(label=_("To number"), min_value=1, validators=[MaxValueValidator(HIGHEST)])
    reason = forms.CharField(label=_("For whom"), max_length=500)

    def clean(self) -> dict[str, Any]:
        """The block, not turned round and not so long that it is a slip of the pen."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not first <= last < first + 200:
            self.add_error("last", _("At most 200 numbers, the last not before the first."))
        return cleaned
