"""How service reads on pages: its effects, and what stands on its tracks."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.decrees.rules.timeline import Span
from malaqbiq.decrees.stands import Names, Stand
from malaqbiq.kernel.periods import DAY
from malaqbiq.service import effects
from malaqbiq.service.effects import Capacity, Holding, Status
from malaqbiq.service.rules.chart import VACANT, Turn

STATUSES = {
    Status.PNS: "PNS",
    Status.PPPK: "PPPK",
    Status.PPPK_PARUH_WAKTU: "PPPK paruh waktu",
    Status.PPNPN: "PPNPN",
}

HOLDINGS: dict[str, Promise | str] = {
    Holding.DEFINITIVE: gettext_lazy("definitive"),
    Holding.DEMISIONER: gettext_lazy("demisioner"),
    Capacity.PLT: "Plt.",
    Capacity.PLH: "Plh.",
    VACANT: gettext_lazy("vacant"),
}
"""How a post is held, or who stands in for it (Plt., Plh.), as badges say it."""
TONES = {
    Holding.DEFINITIVE: "good",
    Holding.DEMISIONER: "warn",
    Capacity.PLT: "info",
    Capacity.PLH: "info",
    VACANT: "bad",
}
PENALTIES = {
    "light": gettext_lazy("light"),
    "medium": gettext_lazy("medium"),
    "heavy": gettext_lazy("heavy"),
}
"""Grades of a disciplinary penalty."""
TURNS: dict[Turn, Promise | str] = {
    Turn.NEW: gettext_lazy("new post"),
    Turn.GONE: gettext_lazy("post gone"),
    Turn.FILLED: gettext_lazy("filled"),
    Turn.VACATED: gettext_lazy("vacated"),
    Turn.HOLDER: gettext_lazy("another holder"),
    Turn.STATE: gettext_lazy("held otherwise"),
}

ACTS: dict[str, Promise | str] = {
    "service.engaged": gettext_lazy("engaged"),
    "service.extended": gettext_lazy("contract extended"),
    "service.ended": gettext_lazy("service ended"),
    "service.moved": gettext_lazy("moved"),
    "service.duty_assigned": gettext_lazy("sent to another place of duty"),
    "service.rank_given": gettext_lazy("rank given"),
    "service.structure_opened": gettext_lazy("structure in force"),
    "service.post_opened": gettext_lazy("post in force"),
    "service.post_closed": gettext_lazy("post no more"),
    "service.post_given": gettext_lazy("post given"),
    "service.post_kept": gettext_lazy("demisioner"),
    "service.post_left": gettext_lazy("post left"),
    "service.post_acting": gettext_lazy("stands in for a post (Plt. or Plh.)"),
}


def _employment(span: Span[Any], names: Names) -> str:
    said = [STATUSES.get(span.value.status, span.value.status), names.jobs.get(span.value.job_family, "")]
    if span.end:
        said.append(_("until %(day)s") % {"day": date_format(span.end - DAY, "j M Y")})
    return " · ".join(filter(None, said))


def _place(span: Span[Any], names: Names) -> str:
    return names.of(span.value.work_unit)


def _duty(span: Span[Any], names: Names) -> str:
    until = _("until %(day)s") % {"day": date_format(span.end - DAY, "j M Y")} if span.end else ""
    return " · ".join(filter(None, [_place(span, names), until]))


def _post(span: Span[Any], names: Names) -> str:
    name = names.of(span.value.post)
    return f"{name} ({_('demisioner')})" if span.value.state == Holding.DEMISIONER else name


def _acting(span: Span[Any], names: Names) -> str:
    until = _("until %(day)s") % {"day": date_format(span.end - DAY, "j M Y")} if span.end else ""
    return " · ".join(filter(None, [names.of(span.value.post), until]))


STANDS = {
    effects.EMPLOYMENT.name: Stand(gettext_lazy("Contract"), _employment),
    effects.HOME.name: Stand(gettext_lazy("Work unit"), _place),
    effects.DUTY.name: Stand(gettext_lazy("Place of duty"), _duty),
    effects.RANK.name: Stand(gettext_lazy("Rank"), lambda span, _names: span.value.grade),
    effects.POST_HELD.name: Stand(gettext_lazy("Post"), _post),
    effects.PLT_FOR.name: Stand(gettext_lazy("Plt."), _acting),
    effects.PLH_FOR.name: Stand(gettext_lazy("Plh."), _acting),
}
