"""Where a page leads: its links, and the addresses that its forms ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

TEXT = "siti"
"""What is looked for in lists: a word that many names hold."""

ASSETS = {"link": "href", "script": "src"}
BY_ITSELF = {"load", "revealed"}
"""What makes a page fetch a part without anybody's doing."""

MOST_PICKED = 50


@dataclass
class _Form:
    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    choices: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)

    def addresses(self) -> list[str]:
        """As it stands by each of its buttons, with a text, and with the last of each choice."""
        plain = [
            _asked(action, [*self.fields, *([(name, value)] if name else [])]) for action, name, value in self.buttons
        ]
        texts = [_asked(self.action, [*self.fields, (name, TEXT)]) for name in self.texts]
        chosen = [_asked(self.action, [*self.fields, pair]) for pair in self.choices.items() if pair[1]]
        return [*plain, *texts, *chosen]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: set[str] = set()
        self.assets: set[str] = set()
        self.forms: list[_Form] = []
        self._by_id: dict[str, _Form] = {}
        self._form: _Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a link, an asset, a form or a field of one."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href"):
            self.links.append(said["href"])
        elif said.get("hx-get"):
            self.links.append(said["hx-get"])
            if said.get("hx-trigger", "").split(" ")[0] in BY_ITSELF:
                self.parts.add(said["hx-get"])
        elif tag in ASSETS and said.get(ASSETS[tag], "").startswith("/static/"):
            self.assets.add(said[ASSETS[tag]])
        elif tag == "form":
            self._form = self._by_id[said.get("id", "")] = _Form(said.get("action", ""))
            if said.get("method", "get").lower() == "get":
                self.forms.append(self._form)
        elif form := self._by_id.get(said["form"]) if "form" in said else self._form:
            self._field(tag, said, form)

    def handle_endtag(self, tag: str) -> None:
        """A form or a choice ends."""
        if tag == "form":
            self._form = None

    def _field(self, tag: str, said: Mapping[str, str], form: _Form) -> None:
        name, value, kind = said.get("name", ""), said.get("value", ""), said.get("type", "")
        if tag == "button" and kind != "button":
            form.buttons.append((said.get("formaction", form.action), name, value))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices[self._select] = value
        elif tag == "input" and name == "pick":
            if sum(key == "pick" for key, _value in form.fields) < MOST_PICKED:
                form.fields.append((name, value))
        elif tag == "input" and kind == "hidden":
            form.fields.append((name, value))
        elif tag == "input" and kind == "search":
            form.texts.append(name)


def links_of(html: str) -> tuple[list[str], set[str], set[str]]:
    """The addresses to which a page leads by links and by forms that only ask, those of its own files, and those of the
    links that lead to parts of the page, which it fetches by itself.
    """
    reader = _Reader()
    reader.feed(html)
    return (
        [*reader.links, *(address for form in reader.forms for address in form.addresses())],
        reader.assets,
        reader.parts,
    )


def _asked(action: str, fields: list[tuple[str, str]]) -> str:
    return f"{action}?{urlencode(fields)}"
