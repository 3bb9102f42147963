"""Tells the story: chapter after chapter, each on its day, everything through the services that an office uses."""

from __future__ import annotations

import resource
from dataclasses import dataclass
from datetime import date

from malaqbiq.home.setup import set_up
from malaqbiq.home.story.chapters import CHAPTERS
from malaqbiq.home.story.ground import Found, Ground, ground_clear, ground_found
from malaqbiq.home.story.plan import BEGINNING, BEGUN, END, LAST, TOLD, Scale, at
from malaqbiq.home.story.stage import TELLER, Stage, Work
from malaqbiq.home.turns import turn_taken
from malaqbiq.kernel import clock, entropy
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.installation import demo_record, require_ready
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop

SEED = 1
LARGEST_SEED = 2**63 - 1
"""What the database can write down of a seed."""

EVENING = 17
"""The hour at which the clock stands when the story has been told up to a day."""


@dataclass(frozen=True, slots=True)
class Tale:
    """A demo: how much of Indonesia, up to which day, from which seed, with or without rendered papers."""

    scale: Scale
    until: date
    seed: int
    documents: bool

    def facts(self) -> dict[str, Json]:
        """As the activity log holds them."""
        until = self.until.isoformat()
        return {"scale": self.scale.value, "until": until, "seed": self.seed, "documents": self.documents}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of a demo. What is left open (None) is the default, or what a standing demo has."""

    scale: Scale | None = None
    until: date | None = None
    seed: int | None = None
    documents: bool | None = None

    def granted(self) -> Tale:
        """The demo with the defaults for what was left open.

        UserError for a day on which there is no story, and for a seed that can't be written down.
        """
        until = self.until or END
        if not BEGINNING <= until <= LAST:
            words = gettext_noop("the story is told from %(beginning)s to %(end)s")
            raise UserError(Words(words, {"beginning": str(BEGINNING), "end": str(LAST)}))
        seed = SEED if self.seed is None else self.seed
        if not 0 <= seed <= LARGEST_SEED:
            words = gettext_noop("the seed is no whole number from 0 to %(largest)s")
            raise UserError(Words(words, {"largest": str(LARGEST_SEED)}), gettext_noop("choose a smaller one"))
        return Tale(self.scale or Scale.SULBAR, until, seed, documents=self.documents is not False)

    def met_by(self, tale: Tale) -> bool:
        """Whether a demo is as wished."""
        pairs = ((getattr(self, name), getattr(tale, name)) for name in ("scale", "until", "seed", "documents"))
        return all(wished in (None, stands) for wished, stands in pairs)


@dataclass(frozen=True, slots=True)
class Told:
    """A demo that stands, how long each kind of work took in seconds, and how much memory all of it in MiB.

    `anew` says whether it was told just now.
    """

    tale: Tale
    seconds: dict[Work, float]
    peak_mib: int
    anew: bool


def story_told(wish: Wish, *, fresh: bool = False, if_empty: bool = False, progress: Progress = SILENT) -> Told:
    """The demo as wished: the one that stands, or told now in an empty database or in place of one that broke off.

    With `fresh` in place of any demo. NotADemo if the database holds an office's data, or was set up for one and is
    still empty, unless `if_empty` says that just this is meant; UserError if the demo that
    stands is another than the wished one. Two at once tell it once: the second waits, and finds it told.
    """
    with turn_taken(progress):
        found = ground_found()
        found.refuse_office()
        if not if_empty:
            found.refuse_set_up()
        return _told(wish, found, fresh=fresh, progress=progress)


def _told(wish: Wish, found: Found, *, fresh: bool, progress: Progress) -> Told:
    if found.ground is Ground.DEMO and not fresh:
        require_ready()
        return _standing(wish)
    tale = wish.granted()
    ground_clear()
    return _tell(tale, progress)


def _standing(wish: Wish) -> Told:
    detail = Activity.objects.filter(action=TOLD).latest("pk").detail
    until = date.fromisoformat(detail["until"])
    tale = Tale(Scale(detail["scale"]), until, detail["seed"], documents=detail["documents"])
    if not wish.met_by(tale):
        words = gettext_noop("another demo stands here: %(scale)s until %(until)s from seed %(seed)s")
        said = {name: str(value) for name, value in tale.facts().items()}
        raise UserError(Words(words, said), gettext_noop("--fresh replaces it"))
    seconds = {work: detail["milliseconds"][work] / 1000 for work in Work}
    return Told(tale, seconds, detail["peak_mib"], anew=False)


def _tell(tale: Tale, progress: Progress) -> Told:
    stage = Stage(tale.scale, tale.seed, progress)
    with entropy.seeded(tale.seed):
        with clock.standing_at(at(BEGINNING, 8)):
            set_up(progress)
            demo_record(seed=tale.seed, clock_at=clock.now())
            activity_record(access=TELLER, action=BEGUN, detail=tale.facts())
        for chapter in CHAPTERS:
            if chapter.moment.date() > tale.until or (chapter.work is Work.DOCUMENTS and not tale.documents):
                continue
            with clock.standing_at(chapter.moment), stage.timed(chapter.work):
                chapter.tell(stage)
        with clock.standing_at(at(tale.until, EVENING)):
            return _finish(tale, stage)


def _finish(tale: Tale, stage: Stage) -> Told:
    """Let the clock stand at the story's end, and write down that it was told."""
    told = Told(tale, stage.seconds, _peak_mib(), anew=True)
    milliseconds: dict[str, Json] = {work: round(seconds * 1000) for work, seconds in stage.seconds.items()}
    demo_record(seed=tale.seed, clock_at=clock.now())
    detail: dict[str, Json] = {**tale.facts(), "milliseconds": milliseconds, "peak_mib": told.peak_mib}
    activity_record(access=TELLER, action=TOLD, detail=detail)
    return told


def _peak_mib() -> int:
    """The most memory that this process, or one that it started, has held."""
    kibibytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return kibibytes // 1024
