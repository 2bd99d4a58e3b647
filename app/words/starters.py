"""Templates to begin with, for a salon, a clinic, an agency, in French and English: resources/templates/*.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from app.domain.template_drafts import TemplateDraft
from app.domain.templates import TemplateButton
from app.words import gettext as _

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "templates"
TRADES: Final = ("salon", "clinic", "agency")
LANGUAGES: Final = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Starter:
    """One of them. `title`: how people call it, in its own language."""

    trade: str
    title: str
    draft: TemplateDraft


@cache
def starters() -> tuple[Starter, ...]:
    """All of them, by trade, each in both languages."""
    return tuple(one for trade in TRADES for one in _of_trade(trade))


def trade_words(trade: str) -> str:
    """How a trade is called on screen."""
    words = {"salon": _("Salon"), "clinic": _("Clinic or practice"), "agency": _("Agency")}
    return words.get(trade, trade)


@cache
def titles() -> Mapping[tuple[str, str], str]:
    """What templates of these names are called, by name and first half of the language."""
    told = tomllib.loads((FOLDER / "titles.toml").read_text("utf-8"))
    others = {(name, language): told[language][name] for language in LANGUAGES for name in told[language]}
    return others | {(one.draft.name, one.draft.language): one.title for one in reversed(starters())}


def _of_trade(trade: str) -> list[Starter]:
    told = tomllib.loads((FOLDER / f"{trade}.toml").read_text("utf-8"))
    return [
        Starter(trade, one[language]["title"], _draft(one, language, one[language]))
        for one in told["template"]
        for language in LANGUAGES
    ]


def _draft(one: Mapping[str, Any], language: str, words: Mapping[str, Any]) -> TemplateDraft:
    return TemplateDraft(
        name=one["name"],
        language=language,
        category=one["category"],
        body=words["body"],
        samples=tuple(words["samples"]),
        footer=words.get("footer"),
        buttons=tuple(TemplateButton("quick_reply", text) for text in words.get("buttons", ())),
    )
