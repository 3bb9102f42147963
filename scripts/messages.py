"""The texts to translate: gather them from code and templates, check the catalogues, compile them.

Needs no GNU gettext: Babel reads and writes the catalogues, Django's own reader turns templates into calls.

    python -m scripts.messages extract    gather texts into the catalogues (new ones untranslated, unused ones dropped)
    python -m scripts.messages check      fail with every text that has no translation
    python -m scripts.messages compile    write the .mo files that Django reads
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "malaqbiq"
LOCALES = PACKAGE / "locale"
LANGUAGES = {"id": "nplurals=1; plural=0;"}
"""Each language with a catalogue, and how it counts. English needs none: it is what the code says."""

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = frozenset({".html", ".txt"})
PLACE = re.compile(r"%\((\w+)\)")


def catalogue_path(language: str) -> Path:
    """Where a language's catalogue stands."""
    return LOCALES / language / "LC_MESSAGES" / "django.po"


def gathered(package: Path = PACKAGE) -> Catalog:
    """All texts that code and templates ask a translation for."""
    catalog = Catalog(project="Malaqbiq", charset="utf-8")
    for path in sorted(package.rglob("*")):
        for message, context in _texts(path):
            catalog.add(message, context=context)
    return catalog


def problems(catalog: Catalog, template: Catalog) -> Iterator[str]:
    """What a catalogue lacks of the texts gathered from the code, and what is wrong with what it has."""
    for wanted in _messages(template):
        found = catalog.get(wanted.id, wanted.context)
        if found is None:
            yield f"not gathered yet (run: make messages): {wanted.id!r}"
        elif not _translated(found):
            yield f"not translated: {wanted.id!r}"
        elif found.fuzzy:
            yield f"fuzzy: {wanted.id!r}"
        else:
            yield from (f"{error}: {wanted.id!r}" for error in found.check(catalog))
            if lost := _lost(found, catalog.num_plurals):
                yield f"says nothing of {', '.join(sorted(lost))}: {wanted.id!r}"
    for message in _messages(catalog):
        if template.get(message.id, message.context) is None:
            yield f"no longer used (run: make messages): {message.id!r}"


def _lost(message: Message, forms: int) -> set[str]:
    """What the plural says and its translation doesn't, in a language that has one form for all numbers."""
    if forms > 1 or not isinstance(message.id, tuple):
        return set()
    return set(PLACE.findall(message.id[1])) - set(PLACE.findall(str(message.string)))


def extract_all() -> None:
    """Bring every catalogue up to the code: new texts untranslated, unused ones dropped, translations kept."""
    template = gathered()
    for language in LANGUAGES:
        path = catalogue_path(language)
        catalog = read_catalogue(language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        # Neither line numbers nor dates: two branches that add texts can be merged.
        with path.open("wb") as file:
            write_po(file, catalog, width=120, no_location=True, sort_output=True)


def check_all() -> int:
    """Print what is missing; the number of it."""
    template = gathered()
    found = [
        f"{catalogue_path(language).relative_to(ROOT)}: {problem}"
        for language in LANGUAGES
        for problem in problems(read_catalogue(language), template)
    ]
    print("\n".join(found) if found else f"translations: {len(template)} texts, all there")
    return len(found)


def compile_all() -> None:
    """Write the compiled catalogues beside those that are newer than them."""
    for source in sorted(LOCALES.rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        buffer = io.BytesIO()
        with source.open("rb") as file:
            write_mo(buffer, read_po(file))
        # Renamed into place: a server that starts meanwhile reads the old one or the new one, never half.
        unfinished = compiled.with_suffix(".mo.tmp")
        unfinished.write_bytes(buffer.getvalue())
        unfinished.replace(compiled)


def read_catalogue(language: str) -> Catalog:
    """A language's catalogue; an empty one if there is none yet."""
    path = catalogue_path(language)
    if not path.exists():
        return _empty_catalogue(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def _empty_catalogue(language: str) -> Catalog:
    """A catalogue whose head says what Django needs of it, and no dates that would differ in every branch."""
    catalog = Catalog(language, project="Malaqbiq", version="1", charset="utf-8", fuzzy=False)
    catalog.header_comment = "# Texts of Malaqbiq. See docs/adr/0005-translations-without-gettext.md"
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = "Malaqbiq"
    catalog.creation_date = catalog.revision_date = datetime(2022, 1, 11, tzinfo=UTC)
    catalog.mime_headers = [("Plural-Forms", LANGUAGES[language])]
    return catalog


def _texts(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """Each text in a file, with its context."""
    if path.suffix == ".py" and "migrations" not in path.parts:
        source = path.read_bytes()
    elif path.suffix in TEMPLATES and "templates" in path.parts:
        source = _as_calls(path)
    else:
        return
    for _, message, _, context in extract("python", io.BytesIO(source), KEYWORDS, options={"encoding": "utf-8"}):
        yield message, context


def _as_calls(path: Path) -> bytes:
    """A template as Python: Django's reader writes its texts as gettext calls between what it blanks out."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize

    # Without indentation, which a template may have as it likes and Python may not.
    return "\n".join(line.strip() for line in templatize(path.read_text(), origin=path.name).splitlines()).encode()


def _messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return bool(strings) and all(strings)


def main() -> None:
    """Run what the first argument names."""
    match sys.argv[1:]:
        case ["extract"]:
            extract_all()
        case ["check"]:
            sys.exit(1 if check_all() else 0)
        case ["compile"]:
            compile_all()
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
