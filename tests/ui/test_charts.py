"""Bars of parts and dots on a line: nothing is drawn that isn't there, nothing that is there is too small to see."""

from __future__ import annotations

from django.template import Context, Template
from django.test import RequestFactory

from malaqbiq.ui.charts import LEAST, WIDTH, Fill, Key, bar, dots, span_of

DONE, LEFT, BAD = Key(Fill.DONE, "done"), Key(Fill.NONE, "left"), Key(Fill.BAD, "<bad>")


def test_parts_fill_the_bar_in_order_and_parts_of_none_are_left_out() -> None:
    found = bar([(DONE, 30, "/a"), (BAD, 0, "/b"), (LEFT, 10, "")])
    assert found.total == 40 and [part.key for part in found.parts] == [DONE, LEFT]
    assert found.parts[0].x == 0 and found.parts[0].width == found.parts[1].x
    assert found.parts[1].x + found.parts[1].width == WIDTH
    assert bar([]).parts == [] and bar([(DONE, 0, "")]).total == 0


def test_one_of_many_is_still_seen() -> None:
    found = bar([(DONE, 9_999, ""), (LEFT, 1, "")])
    assert found.parts[1].width >= LEAST
    assert sum(part.width for part in found.parts) == WIDTH


def test_dots_stand_on_one_scale_and_tell_below_the_line() -> None:
    span = span_of([2_000_000, 2_678_864, 3_000_000])
    assert span is not None and span_of([]) is None
    found = dots({2_000_000: 1, 2_678_864: 12}, {2_000_000: 1}, 2_678_864, span)
    low, held = found.dots
    assert low.low and not held.low and low.x < held.x == found.line
    assert (low.size, held.size) == (1, 3)
    assert dots({5: 1}, {}, None, span_of([5]) or span).line is None


def _drawn(source: str, **context: object) -> str:
    request = RequestFactory().get("/")
    return Template("{% load charts %}" + source).render(Context({"request": request, **context}))


def test_a_figure_leads_to_who_is_behind_it_and_the_drawing_is_for_the_eye() -> None:
    page = _drawn("{% bar drawn %}", drawn=bar([(DONE, 3, "/a?x=1&y=2"), (BAD, 2, "")]))
    assert '<a href="/a?x=1&amp;y=2"><b>3</b> done</a>' in page and 'aria-hidden="true"' in page
    assert '<span class="p-bad"><b>2</b> &lt;bad&gt;</span>' in page
    assert "style=" not in page


def test_of_one_part_alone_the_bar_is_pressed_too() -> None:
    page = _drawn("{% bar drawn %}", drawn=bar([(DONE, 3, "/a")]))
    assert page.startswith('<a class="one" href="/a"><svg') and page.endswith("<b>3</b> done</a>")
    assert "<a" not in _drawn("{% bar drawn %}", drawn=bar([(DONE, 3, "")]))


def test_keys_show_how_parts_are_drawn() -> None:
    assert 'class="f-done"' in _drawn("{% key fill %}", fill=Fill.DONE)
    assert 'class="dot s2 low"' in _drawn("{% key_dot fill %}", fill=Fill.BAD)
    assert 'class="f-unsure"' in _drawn("{% key_dot fill %}", fill=Fill.UNSURE)
