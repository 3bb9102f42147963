"""11 January 2022, afternoon: the decree of each unit, and each person's petikan and perjanjian kerja, as files.

They wait for wet ink: none has proof of a signature yet, and so every decree is listed as unsigned.
"""

from __future__ import annotations

from malaqbiq.decrees.services.documents import documents_render
from malaqbiq.home.story.stage import SECRETARY, Stage
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop


def papers_are_rendered(stage: Stage) -> None:
    """Render every paper of every decree that was issued. UserError names the first that can't be rendered."""
    done = documents_render(access=SECRETARY, progress=stage.progress)
    if done.failed:
        uid, why = done.failed[0]
        raise UserError(
            Words(gettext_noop("paper %(paper)s can't be rendered: %(why)s"), {"paper": str(uid), "why": why})
        )
