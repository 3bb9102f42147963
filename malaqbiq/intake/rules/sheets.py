"""What is told of a workbook's other sheets: which was read where the first is hidden, and what holds a list too."""

from __future__ import annotations

from collections.abc import Iterator

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.reading import Table

HIDDEN = _("what was read is the sheet %(sheet)s: %(hidden)s before it is hidden, and hidden sheets are not read")
BESIDE = _(
    "the sheet %(sheet)s holds a list too, of which %(count)s rows were not read: save it as a workbook of its own and "
    "bring that in too"
)


def sheets_told(table: Table) -> Iterator[Words]:
    """One sentence for hidden sheets before the one that was read, and one for each other that holds a list."""
    if table.hidden:
        yield Words(HIDDEN, {"sheet": table.sheet, "hidden": ", ".join(table.hidden)})
    for other in table.beside:
        yield Words(BESIDE, {"sheet": other.name, "count": other.rows})
