from __future__ import annotations

import re
from datetime import UTC, datetime

from malaqbiq.kernel import clock
from malaqbiq.kernel.entropy import new_code, new_salt, new_uid, seeded


def test_uid_is_a_version_7_with_its_moment() -> None:
    moment = datetime(2022, 1, 11, tzinfo=UTC)
    with clock.standing_at(moment):
        uid = new_uid()
    assert (uid.version, uid.variant) == (7, "specified in RFC 4122")
    assert uid.int >> 80 == moment.timestamp() * 1000


def test_seed_makes_everything_the_same_again() -> None:
    def draw() -> tuple[str, ...]:
        with clock.standing_at(datetime(2022, 1, 11, tzinfo=UTC)), seeded(7):
            return str(new_uid()), new_salt(), new_code()

    assert draw() == draw()


def test_without_a_seed_nothing_comes_twice() -> None:
    assert len({new_uid() for _ in range(1000)}) == 1000
    assert len({new_code() for _ in range(1000)}) == 1000


def test_code_is_read_out_without_doubt() -> None:
    assert re.fullmatch(r"([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", new_code())


def test_salt_has_128_bits() -> None:
    assert re.fullmatch(r"[0-9a-f]{32}", new_salt())
