"""What the register's words are called on pages and in lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from malaqbiq.decrees.selectors.registers import Account

ACCOUNTS = {
    Account.HERE: (gettext_lazy("used here"), "good"),
    Account.ELSEWHERE: (gettext_lazy("used elsewhere"), "info"),
    Account.VOID: (gettext_lazy("void"), ""),
    Account.RESERVED: (gettext_lazy("reserved"), "warn"),
    Account.OPEN: (gettext_lazy("open"), "bad"),
}
SERIES = {"keputusan": "keputusan", "surat-perintah": "surat perintah"}
"""What papers of a series are, as papers themselves call it."""
AUTHORITIES = {"ketua": "Ketua", "sekretaris": "Sekretaris", "sekjen": "Sekretaris Jenderal", "kpa": "KPA"}
