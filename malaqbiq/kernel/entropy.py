"""Where uids, salts and verification codes come from: the machine's randomness, or a seed in a demo."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from malaqbiq.kernel import clock

_seeded: ContextVar[random.Random | None] = ContextVar("malaqbiq_entropy_seeded", default=None)

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Letters and digits that are not mistaken for each other on paper (no 0/O, 1/I)."""


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw from a seed, so that a demo comes out the same each time. Never in a live office."""
    token = _seeded.set(random.Random(seed))  # noqa: S311 - a demo's whole point is to be repeatable
    try:
        yield
    finally:
        _seeded.reset(token)


def lots(name: str) -> random.Random:
    """A source of its own for what is made up (people of a demo, measuring), the same each time for a name."""
    return random.Random(name)  # noqa: S311 - nothing secret comes of it


def bits(count: int) -> int:
    """``count`` random bits as a whole number."""
    source = _seeded.get()
    return source.getrandbits(count) if source else secrets.randbits(count)


def new_uid() -> UUID:
    """A UUID of version 7 (RFC 9562, 5.7): milliseconds since 1970, then 74 random bits."""
    milliseconds = int(clock.now().timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | bits(12) << 64 | 0b10 << 62 | bits(62))


def new_salt() -> str:
    """128 random bits in hexadecimal: what makes the digest of a known text unguessable."""
    return f"{bits(128):032x}"


def new_code() -> str:
    """A public verification code: 16 characters (80 bits) in groups of four, easy to read out."""
    value = bits(80)
    letters = "".join(CODE_ALPHABET[value >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))
