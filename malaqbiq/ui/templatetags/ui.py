"""What templates say in the house's own way: addresses that keep the day, icons, money, dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django import template
from django.http import QueryDict
from django.template.base import Template
from django.template.context import RequestContext
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

from malaqbiq.kernel.rupiah import rupiah as written
from malaqbiq.kernel.speech import named
from malaqbiq.kernel.speech import said as spoken
from malaqbiq.kernel.words import Named, Words
from malaqbiq.ui.models import SavedView
from malaqbiq.ui.panels import Filled
from malaqbiq.ui.reminders import reminding, whatsapp
from malaqbiq.ui.selectors import kept_of, views_of
from malaqbiq.ui.tables import Column, Row, Shown
from malaqbiq.ui.track import track as standings

register = template.Library()


@register.simple_tag(takes_context=True)
def to(context: RequestContext, name: str, *args: Any, **query: Any) -> str:
    """The address of a route with a query, and with the day that the page asks about if it isn't today."""
    address = reverse(name, args=args)
    return with_day(context, f"{address}?{urlencode(query)}" if query else address)


@register.simple_tag(takes_context=True)
def keep_day(context: RequestContext, address: str) -> str:
    """An address that a view made, with the day that the page asks about if it isn't today."""
    return with_day(context, address)


def with_day(context: RequestContext, address: str) -> str:
    """See `to`."""
    request = context.get("request")
    if request is None or not getattr(request, "is_other_day", False) or "as_of=" in address:
        return address
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode({'as_of': request.day.isoformat()})}"


@register.simple_tag(takes_context=True)
def include_panel(context: RequestContext, panel: Filled) -> SafeString:
    """A panel's own template with what stands in it, beside what the page knows."""
    found: Template = get_template(panel.template).template  # type: ignore[attr-defined]
    with context.push(**panel.context):
        return mark_safe(found.render(context))  # noqa: S308 - a template of ours has escaped what stands in it


@register.inclusion_tag("ui/track.html", takes_context=True)
def track(context: RequestContext, current: str, about: UUID | None = None) -> dict[str, Any]:
    """The header of the track's pages: its stages with their counts, the `current` one (its name) marked."""
    request = context["request"]
    return {"request": request, "current": current, "standings": standings(request.access, request.day, about)}


@dataclass(frozen=True, slots=True)
class Chip:
    """A saved view as it stands above its list."""

    view: SavedView
    address: str
    own: bool


@register.inclusion_tag("ui/saved.html", takes_context=True)
def saved_views(context: RequestContext, page: str) -> dict[str, Any]:
    """The kept views of a list (its route), and what keeps one more. One statement."""
    request = context["request"]
    query, here = kept_of(request.GET), reverse(page)
    chips = [
        Chip(one, f"{here}?{one.query or 'saved=none'}", one.owner == request.access.actor)
        for one in views_of(request.access, page)
    ]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "page": page,
        "query": query,
        "all": f"{here}?saved=none",
        "views": [(chip, bool(query) and chip.view.query == query) for chip in chips],
        "owned": [chip for chip in chips if chip.own],
    }


@register.inclusion_tag("ui/remind.html", takes_context=True)
def remind(context: RequestContext, kind: str, **asked: Any) -> dict[str, Any]:
    """A button that leads to a ready text of that kind (see ``ui.reminders``), about what is `asked`."""
    return {"address": with_day(context, reminding(kind, **asked))}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of icons.svg; what it means is said beside it."""
    return format_html('<svg aria-hidden="true"><use href="{}#{}"></use></svg>', static("ui/icons.svg"), name)


register.filter("whatsapp", whatsapp)


@register.filter
def rupiah(amount: int | None) -> str:
    """``Rp2.678.864``; a dash where the amount isn't known."""
    return "–" if amount is None else written(amount)


@register.filter(expects_localtime=True)
def day(value: date | None) -> str:
    """``11 Jan 2022`` in the reader's language; a dash where there is none."""
    return "–" if value is None else date_format(value, "j M Y")


@register.filter(expects_localtime=True)
def long_day(value: date | None) -> str:
    """``11 January 2022`` in the reader's language; a dash where there is none."""
    return "–" if value is None else date_format(value, "j F Y")


@register.filter
def said(words: Words | str) -> str:
    """A sentence of the rules in the reader's language."""
    return spoken(words) if isinstance(words, Words) else str(words)


@register.filter
def stage(title: str) -> str:
    """What a long work is doing, told by a msgid."""
    return _(title)


@register.filter
def called(code: str, what: str) -> str:
    """The name of what a code stands for, such as a work unit's: ``{{ code|called:"work_unit" }}``."""
    return named(Named(what, code))


@register.filter(expects_localtime=True)
def cell(value: Any, kind: str = "text") -> str:
    """A value of a list as its column's kind writes it, a moment in the office's zone; nothing for nothing."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(localtime(value) if is_aware(value) else value, "j M Y H.i")
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Words):
        return spoken(value)
    return written(value) if kind == "rupiah" and isinstance(value, int) else str("" if value is None else value)


@register.filter
def list_of(params: QueryDict, key: str) -> list[str]:
    """All values of a parameter of the address."""
    return [str(value) for value in params.getlist(key)]


@register.simple_tag(takes_context=True)
def row_cells(context: RequestContext, row: Row, drawer: object = "") -> SafeString:
    """A row's cells, the first of them its heading. In Python: a template takes half a page's time for a long list."""
    cells = (_cell(context, *named, bool(drawer)) for named in _numbered(row))
    return mark_safe("".join(cells))  # noqa: S308 - each is safe


def _numbered(row: Row) -> Iterator[tuple[int, Column[Any], Shown]]:
    return ((number, column, shown) for number, (column, shown) in enumerate(row.cells))


def _cell(context: RequestContext, number: int, column: Column[Any], shown: Shown, drawer: bool) -> SafeString:  # noqa: FBT001
    inner = conditional_escape(cell(shown.text, column.kind))
    if shown.link:
        opens = mark_safe(" data-drawer") if drawer and not number else ""
        inner = format_html('<a href="{}"{}>{}</a>', with_day(context, shown.link), opens, inner)
    elif shown.tone:
        inner = format_html('<span class="badge {}">{}</span>', shown.tone, inner)
    if shown.note:
        inner = format_html("{}<small>{}</small>", inner, shown.note)
    if not number:
        return format_html('<th scope="row">{}</th>', inner)
    style = format_html(' class="{}"', column.style) if column.style else ""
    label = "" if column.plain else format_html(' data-label="{}"', column.label)
    return format_html("<td{}{}>{}</td>", style, label, inner)
