"""Pages to read, in the language of the program: plain HTML without a script, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from app.words import language

_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1c1b19;"
    "background:#fff}h1{font-size:1.6rem}h2{font-size:1.1rem;margin-top:2rem}th{text-align:left;font-weight:600;"
    "padding-right:1.5rem;vertical-align:top}td,th{padding-top:.25rem;padding-bottom:.25rem}.m{margin:.6rem 0;"
    "padding:.5rem .8rem;border-radius:8px;background:#f3f1ec;max-width:34rem;white-space:pre-wrap;"
    "overflow-wrap:anywhere}.out{margin-left:auto;background:#e3eee6}.when{color:#6b6862;font-size:.8rem}"
    "code{overflow-wrap:anywhere}"
)


def page(title: str, parts: Iterable[str]) -> str:
    """A whole page. `parts` are HTML already."""
    return (
        f'<!doctype html>\n<html lang="{escape(language())}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n"
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def heading(text: str) -> str:
    """A part begins."""
    return f"<h2>{escape(text)}</h2>"


def paragraph(text: str) -> str:
    """A sentence or several."""
    return f"<p>{escape(text)}</p>"


def items(texts: Iterable[str]) -> str:
    """One below the other."""
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values."""
    return (
        "<table>"
        + "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
        + "</table>"
    )


def bubble(text: str, when: str, *, is_ours: bool, link: tuple[str, str] | None = None) -> str:
    """One message; `link`: a file beside the page, and what to call it."""
    file = f'<br><a href="{escape(link[0], quote=True)}">{escape(link[1])}</a>' if link else ""
    side = "m out" if is_ours else "m"
    return f'<div class="{side}">{escape(text)}{file}<div class="when">{escape(when)}</div></div>'


def moment(at: datetime | None) -> str:
    """A time that means the same everywhere."""
    return "" if at is None else at.strftime("%Y-%m-%d %H:%M UTC")
