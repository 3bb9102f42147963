"""A sheet of paper is narrower than the bound below which a screen is a phone's."""

from __future__ import annotations

import re
from pathlib import Path

import malaqbiq

STYLES = sorted(Path(malaqbiq.__file__).parent.glob("*/static/**/*.css"))
A4_WITHIN_ITS_MARGINS = 180 / 25.4 * 96 / 16
"""In rem: 180 of 210 millimetres, at 96 pixels to the inch and 16 to the rem."""
BOUND = re.compile(r"@media ([^{]*)\(width < (\d+)rem\)")


def test_what_is_meant_for_a_phone_is_never_printed() -> None:
    found = {(style.name, bound) for style in STYLES for bound in BOUND.findall(style.read_text())}
    phones = {(name, media) for name, (media, rem) in found if A4_WITHIN_ITS_MARGINS < int(rem) <= 44}
    assert phones and {media for _name, media in phones} == {"screen and "}, phones
