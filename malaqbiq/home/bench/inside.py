"""Work that is done inside a measured home: ``python -m malaqbiq.home.bench.inside WORK``, see `_done`."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any


def main(arguments: list[str]) -> None:
    """Do the named work in MALAQBIQ_HOME and print what came of it as JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "malaqbiq.config.settings")
    import django

    django.setup()
    from malaqbiq.kernel.installation import require_ready, standing_clock

    with standing_clock(require_ready()):
        json.dump(_done(*arguments), sys.stdout)


def _done(work: str, *more: str) -> Any:
    if work == "rounds":
        from malaqbiq.home.bench.rounds import rounds_issued

        return rounds_issued()
    if work == "waiting":
        from malaqbiq.home.bench.waiting import decrees_left

        return decrees_left()
    if work == "filling":
        from malaqbiq.home.bench.filling import structure_filled

        return structure_filled()
    if work == "pages":
        from malaqbiq.home.bench.crawl import pages_visited

        return pages_visited()
    if work == "workbook":
        from malaqbiq.home.bench.workbook import workbook_written

        path, rows = more
        return workbook_written(Path(path), int(rows))
    from malaqbiq.decrees.bench.papers import paper_speed
    from malaqbiq.home.story.stage import TELLER

    speed = paper_speed(access=TELLER)
    ratios = ("times_weasyprint", "times_bare", "two_cores")
    return asdict(speed) | {name: getattr(speed, name) for name in ratios}


if __name__ == "__main__":
    main(sys.argv[1:])
