"""The same petikan as a page of HTML for WeasyPrint: the same words, fonts, sheet, foot and QR code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from malaqbiq.decrees.documents.fonts import FOLDER

Page = Mapping[str, Any]

STYLE = f"""
@font-face {{ font-family: Bonum; src: url(file://{FOLDER}/texgyrebonum-regular.otf) }}
@font-face {{ font-family: Bonum; font-weight: bold; src: url(file://{FOLDER}/texgyrebonum-bold.otf) }}
@font-face {{ font-family: Bonum; font-style: italic; src: url(file://{FOLDER}/texgyrebonum-italic.otf) }}
@page {{ size: A4; margin: 20mm 22mm 33mm 28mm;
  @bottom-left {{ content: element(foot) }}
  @bottom-right {{ content: "Halaman " counter(page) " dari " counter(pages); font: 7.5pt Bonum }} }}
body {{ font: 10.5pt/1.35 Bonum; text-align: justify }}
header, h1 {{ text-align: center; font-size: 13pt }}
h1 {{ font-size: 10.5pt; font-weight: normal }}
header {{ font-weight: bold; border-bottom: 3px double }}
#foot {{ position: running(foot); font: italic 7.5pt Bonum }}
#foot svg {{ width: 16mm; height: 16mm }}
table {{ width: 100%; border-spacing: 0 4pt }}
th {{ width: 29mm; text-align: left; font-weight: normal; vertical-align: top }}
.facts th {{ width: 48mm }}
.sign {{ margin-left: 74mm; text-align: left; break-inside: avoid }}
"""


def html_page(page: Page) -> str:
    """The petikan that `rules.papers.pages.extract_page` describes, its QR code drawn."""
    foot = page["foot"]
    head = "<br>".join(map(escape, page["letterhead"]["lines"]))
    title = "<br>".join(map(escape, [page["mark"], *page["heading"], page["number"], "TENTANG", page["title"]]))
    words = " ".join(map(escape, [*foot["lines"], foot["address"], foot["note"]]))
    return (
        f"<html lang=id><head><title>{title}</title><style>{STYLE}</style></head><body>"
        f"<div id=foot>{foot['qr']} {words}</div><header>{head}</header><h1>{title}</h1>"
        f"{_clauses(page['grounds'])}<p style='text-align:center'>MEMUTUSKAN:</p>{_clauses(page['settling'])}"
        f"{_facts(page['facts'])}{_clauses(page['dictums'])}<p>{escape(page['closing'])}</p>{_sign(page['signature'])}"
        "</body></html>"
    )


def _clauses(rows: Sequence[Page]) -> str:
    lines = (
        f"<tr><th>{escape(row['label'])}<td>:<td>{escape(row['mark'] or '')}<td>{escape(row['text'])}" for row in rows
    )
    return f"<table>{''.join(lines)}</table>"


def _facts(rows: Sequence[Sequence[str]]) -> str:
    lines = (f"<tr><th>{escape(name)}<td>:<td>{escape(value)}" for name, value in rows)
    return f"<table class=facts>{''.join(lines)}</table>"


def _sign(sign: Page) -> str:
    lines = [f"Ditetapkan di {sign['place']}", f"pada tanggal {sign['date']}", *sign["lines"], "", "", sign["name"]]
    return f"<p class=sign>{'<br>'.join(map(escape, lines))}</p>"
