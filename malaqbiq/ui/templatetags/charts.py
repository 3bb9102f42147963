"""Pictures of `ui.charts` as templates draw them: bars of parts, dots beside a line, keys.

Written in Python and sparingly: a province's page has hundreds of parts.
"""

from __future__ import annotations

from collections import defaultdict

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from malaqbiq.ui.charts import Bar, Dots, Fill, Part
from malaqbiq.ui.templatetags.ui import with_day

register = template.Library()

LOUD = frozenset({Fill.BAD, Fill.UNSURE})
"""Parts whose figures stand out, too."""


@register.simple_tag(takes_context=True)
def bar(context: RequestContext, drawn: Bar) -> SafeString:
    """A bar, and below it each part's figure, which leads to who is behind it. The drawing itself is for the eye.

    Of one part alone the bar is pressed like its figure.
    """
    rects = format_html_join(
        "", '<rect class="f-{}" x="{}" width="{}"/>', ((one.key.fill, one.x, one.width) for one in drawn.parts)
    )
    picture = format_html(
        '<svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">{}</svg>', rects
    )
    if len(drawn.parts) == 1 and drawn.parts[0].address:
        address = with_day(context, drawn.parts[0].address)
        return format_html('<a class="one" href="{}">{}{}</a>', address, picture, _told(drawn.parts[0]))
    return format_html("{}{}", picture, bar_words(context, drawn))


@register.simple_tag(takes_context=True)
def bar_words(context: RequestContext, drawn: Bar) -> SafeString:
    """The figures of a bar without the bar, where another picture tells of them."""
    words = format_html_join(" ", "{}", ((_figure(context, one),) for one in drawn.parts))
    return format_html('<span class="parts">{}</span>', words)


@register.simple_tag
def key(fill: Fill) -> SafeString:
    """How a kind of part is drawn, for a legend."""
    return format_html(
        '<svg class="bar key" viewBox="0 0 20 20" aria-hidden="true"><rect class="f-{}" x="1" width="18"/></svg>', fill
    )


@register.simple_tag
def key_dot(fill: Fill) -> SafeString:
    """How a kind of value is drawn as a dot, for a legend; as a part of a bar for what no dot tells."""
    if fill is Fill.UNSURE:
        return key(fill)
    return format_html(
        '<svg class="dots key" viewBox="0 0 20 20" aria-hidden="true"><path class="dot s2{}" d="M10 10h.01"/></svg>',
        " low" if fill is Fill.BAD else "",
    )


@register.simple_tag
def dotted(drawn: Dots) -> SafeString:
    """Dots beside a line; what they are the cell's text says. A dot is a stroke, so that no width makes it an egg."""
    line = "" if drawn.line is None else format_html('<path class="line" d="M{} 0v28"/>', drawn.line)
    alike: defaultdict[str, str] = defaultdict(str)
    for one in drawn.dots:
        alike[f"s{one.size}{' low' if one.low else ''}"] += f"M{one.x} 14h.01"
    marks = format_html_join("", '<path class="dot {}" d="{}"/>', alike.items())
    return format_html(
        '<svg class="dots" viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="ground" d="M0 14h1000"/>{}{}</svg>',
        line,
        marks,
    )


def _figure(context: RequestContext, part: Part) -> SafeString:
    loud = mark_safe(f' class="p-{part.key.fill}"') if part.key.fill in LOUD else ""  # noqa: S308 - words of ours
    if not part.address:
        return format_html("<span{}>{}</span>", loud, _told(part))
    return format_html('<a href="{}"{}>{}</a>', with_day(context, part.address), loud, _told(part))


def _told(part: Part) -> SafeString:
    return format_html("<b>{}</b> {}", part.count, part.key.label)
