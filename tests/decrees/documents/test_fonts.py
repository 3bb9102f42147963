from __future__ import annotations

from fontTools.ttLib import TTFont

from malaqbiq.decrees.documents.fonts import FOLDER, MAIN, SPARE, coverages


def test_the_character_maps_are_read_as_another_reader_reads_them() -> None:
    for names, coverage in zip((MAIN, SPARE), coverages(), strict=True):
        others = (frozenset(TTFont(FOLDER / name).getBestCmap()) for name in names)
        assert coverage == frozenset.intersection(*others)


def test_every_shipped_font_comes_with_its_licence() -> None:
    assert {path.name for path in FOLDER.glob("*.[ot]tf")} == {*MAIN, *SPARE}
    assert {path.name for path in FOLDER.glob("*.txt")} == {"GUST-FONT-LICENSE.txt", "DEJAVU-LICENSE.txt"}
