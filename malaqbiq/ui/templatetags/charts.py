"""Pictures of `ui.charts` as templates draw them: bars of parts, dots beside a line, keys."""

from __future__ import annotations

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from malaqbiq.kernel.rupiah import rupiah as written
from malaqbiq.ui.charts import Bar, Dots, Fill, Part
from malaqbiq.ui.templatetags.ui import with_day

register = template.Library()

HIDDEN = mark_safe('aria-hidden="true" focusable="false"')


@register.simple_tag(takes_context=True)
def bar(context: RequestContext, drawn: Bar) -> SafeString:
    """A bar, and below it each part's figure, which leads to who is behind it. The drawing itself is for the eye."""
    rects = format_html_join("", "{}", ((_part(context, one.address, one, drawn.total),) for one in drawn.parts))
    picture = format_html(
        '<svg class="bar" viewBox="0 0 1000 20" preserveAspectRatio="none" {}>{}</svg>', HIDDEN, rects
    )
    return format_html("{}{}", picture, bar_words(context, drawn))


@register.simple_tag(takes_context=True)
def bar_words(context: RequestContext, drawn: Bar) -> SafeString:
    """The figures of a bar without the bar, where another picture tells of them."""
    words = format_html_join(" ", "{}", ((_figure(context, one),) for one in drawn.parts))
    return format_html('<span class="parts">{}</span>', words)


@register.simple_tag
def key(fill: Fill) -> SafeString:
    """How a kind of part is drawn, for a legend."""
    height = 12 if fill is Fill.BAD else 20
    return format_html(
        '<svg class="bar key" viewBox="0 0 20 20" {}><rect class="f-{}" x="1" y="{}" width="18" height="{}"/></svg>',
        HIDDEN,
        fill,
        20 - height,
        height,
    )


@register.simple_tag
def key_dot(fill: Fill) -> SafeString:
    """How a kind of value is drawn as a dot, for a legend; nothing for what no dot tells."""
    if fill is Fill.UNSURE:
        return key(fill)
    low = " low" if fill is Fill.BAD else ""
    return format_html(
        '<svg class="dots key" viewBox="0 0 20 20" {}><path class="dot s2{}" d="M10 10h.01"/></svg>', HIDDEN, low
    )


@register.simple_tag
def dotted(drawn: Dots) -> SafeString:
    """Dots beside a line; what they are the cell's text says. A dot is a stroke, so that no width makes it an egg."""
    line = "" if drawn.line is None else format_html('<path class="line" d="M{} 0v28"/>', drawn.line)
    marks = format_html_join(
        "",
        '<path class="dot s{}{}" d="M{} 14h.01"><title>{}: {}</title></path>',
        ((one.size, " low" if one.low else "", one.x, written(one.value), one.count) for one in drawn.dots),
    )
    return format_html(
        '<svg class="dots" viewBox="0 0 1000 28" preserveAspectRatio="none" {}>'
        '<path class="ground" d="M0 14h1000"/>{}{}</svg>',
        HIDDEN,
        line,
        marks,
    )


def _part(context: RequestContext, address: str, part: Part, total: int) -> SafeString:
    height = 12 if part.key.fill is Fill.BAD else 20
    told = _("%(label)s: %(count)s of %(total)s") % {"label": part.key.label, "count": part.count, "total": total}
    rect = format_html(
        '<rect class="f-{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        part.key.fill,
        part.x,
        20 - height,
        part.width,
        height,
        told,
    )
    return format_html('<a href="{}" tabindex="-1">{}</a>', with_day(context, address), rect) if address else rect


def _figure(context: RequestContext, part: Part) -> SafeString:
    inner = format_html("<b>{}</b> {}", part.count, part.key.label)
    if not part.address:
        return format_html('<span class="p-{}">{}</span>', part.key.fill, inner)
    return format_html('<a class="p-{}" href="{}">{}</a>', part.key.fill, with_day(context, part.address), inner)
