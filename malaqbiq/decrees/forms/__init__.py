"""Forms of the decrees' pages."""

from malaqbiq.decrees.forms.papers import (
    ClockForm,
    ElsewhereForm,
    FirstNumberForm,
    ReserveForm,
    ScanForm,
    SignedFileForm,
    VoidForm,
    WithdrawalForm,
)
from malaqbiq.decrees.forms.words import NumberForm, WordsForm, texts_posted

__all__ = [
    "ClockForm",
    "ElsewhereForm",
    "FirstNumberForm",
    "NumberForm",
    "ReserveForm",
    "ScanForm",
    "SignedFileForm",
    "VoidForm",
    "WithdrawalForm",
    "WordsForm",
    "texts_posted",
]
