"""Posts over time: how each was held from day to day, how many in which way, and the pages that show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.appointments.charts import areas, strips
from malaqbiq.appointments.models import Round
from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.appointments.rules.timeline import Days, Hold, Past, counts_by_day, line_of
from malaqbiq.appointments.selectors.rounds import board_of
from malaqbiq.appointments.services import Order, Received, acting_record, phase_open
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Post
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import FIRST, LAST, _january, begun, filled, holders, kabag, kasubag, phases
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

ANA, BUDI, START, END = UUID(int=1), UUID(int=2), date(2022, 1, 1), date(2022, 1, 31)


def hold(who: UUID, state: Held, start: int, end: int | None = None) -> Hold:
    days = Days(date(2022, 1, start), date(2022, 1, end) if end else None)
    return Hold(who, f"Orang {who.int}", state, days)


def told(past: Past) -> list[tuple[str, int, int, list[int]]]:
    line = line_of(past, START, END)
    return [(one.state, one.start.day, one.last.day, [each.person.int for each in one.holds]) for one in line.stretches]


def test_a_post_is_told_by_those_that_it_goes_on_from_until_its_own_holder_comes() -> None:
    before = [hold(ANA, Held.DEFINITIVE, 1, 3), hold(ANA, Held.DEMISIONER, 3, 25)]
    past = Past([hold(BUDI, Held.DEFINITIVE, 25)], before, [Days(date(2022, 1, 3))], [Days(date(2021, 1, 1), START)])
    assert told(past) == [("definitive", 1, 2, [1]), ("demisioner", 3, 24, [1]), ("definitive", 25, 30, [2])]
    assert told(Past(in_force=[Days(date(2022, 1, 10))])) == [("vacant", 10, 30, [])]
    assert told(Past()) == []


def test_who_stands_in_comes_before_the_demisioner_and_after_the_definitive() -> None:
    before = [hold(ANA, Held.DEMISIONER, 3, 25)]
    own = [hold(BUDI, Held.ACTING, 10, 20), hold(ANA, Held.DEFINITIVE, 18, 19)]
    assert told(Past(own, before, [Days(START)])) == [
        ("vacant", 1, 2, []),
        ("demisioner", 3, 9, [1]),
        ("acting", 10, 17, [2]),
        ("definitive", 18, 18, [1]),
        ("acting", 19, 19, [2]),
        ("demisioner", 20, 24, [1]),
        ("vacant", 25, 30, []),
    ]


def test_who_stands_in_beside_a_definitive_holder_is_told_in_his_stretch() -> None:
    own = [hold(ANA, Held.DEFINITIVE, 3, 20), hold(BUDI, Held.ACTING, 10, 12), hold(BUDI, Held.ACTING, 18, 25)]
    line = line_of(Past(own, (), [Days(START)]), START, END)
    assert [(one.state, [each.days for each in one.beside]) for one in line.stretches] == [
        (Held.VACANT, []),
        (Held.DEFINITIVE, [days(10, 12), days(18, 20)]),
        (Held.ACTING, []),
        (Held.VACANT, []),
    ]
    assert [len(one.beside) for one in strips(line)] == [0, 2, 0, 0]
    goes_on = Past([hold(ANA, Held.DEFINITIVE, 3), hold(BUDI, Held.ACTING, 30)], (), [Days(START)])
    assert [one.days.end for one in line_of(goes_on, START, END).stretches[-1].beside] == [None]


def days(start: int, end: int) -> Days:
    return Days(date(2022, 1, start), date(2022, 1, end))


spans = st.builds(
    lambda who, state, start, many: hold(UUID(int=who), state, start, min(start + many, 31)),
    st.integers(1, 3),
    st.sampled_from([Held.DEFINITIVE, Held.ACTING, Held.DEMISIONER]),
    st.integers(1, 30),
    st.integers(1, 20),
)
pasts = st.builds(
    Past,
    st.lists(spans, max_size=4),
    st.lists(spans, max_size=3),
    st.lists(st.builds(lambda day: Days(date(2022, 1, day)), st.integers(1, 30)), max_size=1),
)


@given(st.lists(pasts, min_size=1, max_size=5))
def test_counts_of_every_day_are_those_of_the_lines_and_no_line_overlaps_itself(found: list[Past]) -> None:
    lines = [line_of(past, START, END) for past in found]
    counts = counts_by_day(lines, START, END)
    for line in lines:
        ends = [one.end for one in line.stretches]
        assert all(end <= one.start for end, one in zip(ends, line.stretches[1:], strict=False))
        assert all(0 <= one.x <= 1000 for one in strips(line))
        for one in line.stretches:
            spans = [(each.days.start, each.days.end or END) for each in one.beside]
            assert all(one.start <= start < stop <= one.end for start, stop in spans)
            assert not one.beside or one.state is Held.DEFINITIVE
    day = START
    while day < END:
        on_day = Counter(one.state for line in lines for one in line.stretches if one.start <= day < one.end)
        (last,) = [count for start, count in counts if start <= day][-1:]
        assert last == on_day
        day += DAY
    assert all(one.path.endswith("Z") for one in areas(counts, END, len(lines)))


@pytest.mark.django_db
class TestPages:
    """The whole filling, looked back at."""

    @pytest.fixture(autouse=True)
    def _filled(self, holders: Mapping[str, Person]) -> None:
        self.holders, self.round = holders, begun()
        first, second = phases(self.round).values()
        phase_open(access=OFFICER, phase=first.uid)
        filled(first, kabag(holders))
        with clock.standing_at(make.noon(date(2022, 1, 12))):
            phase_open(access=OFFICER, phase=second.uid)
        filled(second, kasubag(holders), LAST)

    @pytest.fixture
    def _later(self) -> object:
        with clock.standing_at(make.noon(date(2022, 1, 31))):
            yield

    @pytest.mark.usefixtures("_later")
    def test_the_round_is_told_day_by_day_as_its_board_tells_it(self) -> None:
        client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{self.round.uid}/timeline"
        page = client.get(at).content.decode()
        assert "13 posts from day to day" in page and 'role="img"' in page
        kept = self.holders["P08.11"].full_name
        assert f"demisioner: {kept}, since 3 Jan 2022" in page and f"definitive: {kept}, since 25 Jan 2022" in page
        for day in (date(2022, 1, 4), FIRST, date(2022, 1, 24), LAST):
            seen = client.get(at, {"as_of": day.isoformat()}).content.decode()
            assert self.counted(day) in " ".join(seen.split())
        early = client.get(at, {"as_of": "2022-01-11"}).content.decode()
        assert "25 Jan 2022" not in early and "definitive: " + self.holders["K08.1"].full_name in early
        assert statements_of(client, at) <= MOST_STATEMENTS

    def counted(self, day: date) -> str:
        """The last row of the table as a day's board has it."""
        held = Counter(seat.held for one in board_of(OFFICER, self.round, day) for seat in one.seats)
        cells = zip(("Definitive", "Acting", "Demisioner", "Vacant"), Held, strict=True)
        return "".join(f'<td class="end" data-label="{name}">{held[state]}</td>' for name, state in cells)

    @pytest.mark.usefixtures("_later")
    def test_it_is_narrowed_by_its_address_and_nobody_else_sees_it(self) -> None:
        client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{self.round.uid}/timeline"
        page = client.get(at, {"unit": "76.01", "level": "Pengawas", "held": "definitive"}).content.decode()
        assert self.holders["K08.1"].full_name in page and "1–4 of 4" in page
        assert "Nothing answers" in client.get(at, {"held": "vacant"}).content.decode()
        assert client.get(at, {"format": "xlsx"}).status_code == 200
        foreign = signed_in(Role.SDM_OFFICER, "76.01", username="lain")
        assert foreign.get(at).status_code == 404

    @pytest.mark.usefixtures("_later")
    def test_days_of_inauguration_are_marked_in_the_picture_its_words_and_its_table(self) -> None:
        client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{self.round.uid}/timeline"
        page = client.get(at).content.decode()
        assert page.count('<path class="sworn" d="M') == 3  # two in the picture, one in its key
        assert "5 Jan 2022: inauguration of Administrator, 3 people" in page
        assert "inauguration of Pengawas, 10 people" in page
        assert '<small class="quiet">inauguration of Pengawas</small>' in page
        early = client.get(at, {"as_of": "2022-01-11"}).content.decode()
        assert early.count('<path class="sworn" d="M') == 2 and "inauguration of Pengawas" not in early

    def test_a_plh_is_told_beside_the_definitive_holder(self) -> None:
        post = Post.objects.get(unit_code="P20B.1")
        with clock.standing_at(make.noon(date(2022, 1, 10))):
            order = Order(post.uid, self.holders["P08.2"].uid, date(2022, 1, 10), date(2022, 1, 13))
            acting_record(access=OFFICER, order=order, received=Received("KPU RI", "9/2022", date(2022, 1, 7)))
        name, owner = self.holders["P08.2"].full_name, self.holders["P08.1"].full_name
        with clock.standing_at(make.noon(date(2022, 1, 31))):
            client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{self.round.uid}/timeline"
            told = f"definitive: {owner}, since 5 Jan 2022; with Plh. {name} beside, 10 Jan 2022 – 13 Jan 2022"
            page = client.get(at).content.decode()
            assert told in page and 'class="beside"' in page
            assert told.partition("; ")[2] in client.get(f"/structure/posts/{post.uid}").content.decode()
            assert statements_of(client, at) <= MOST_STATEMENTS
            during = client.get(at, {"as_of": "2022-01-12"}).content.decode()
            assert f"with Plh. {name} beside, since 10 Jan 2022" in during

    @pytest.mark.usefixtures("_later")
    def test_one_post_is_told_over_all_time_to_who_sees_its_work_unit(self) -> None:
        client = signed_in(Role.SDM_OFFICER, "76")
        seats = Round.objects.get().seats.select_related("post")
        province, kabupaten = (seats.get(post__unit_code=code).post_id for code in ("P20B.11", "K20.1"))
        page = client.get(f"/structure/posts/{province}").content.decode()
        assert "1 Jan 2018" in page and "2 Jan 2022" in page and "24 Jan 2022" in page
        assert statements_of(client, f"/structure/posts/{province}") <= MOST_STATEMENTS
        before = client.get(f"/structure/posts/{province}?as_of=2022-01-11").content.decode()
        assert "24 Jan 2022" not in before and "demisioner" in before
        foreign = signed_in(Role.SDM_OFFICER, "76.01", username="lain")
        assert foreign.get(f"/structure/posts/{province}").status_code == 404
        assert foreign.get(f"/structure/posts/{kabupaten}").status_code == 200
