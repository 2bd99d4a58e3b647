"""Quick replies to begin with, for five trades, in French and English: resources/quick_replies/*.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from app.words import gettext as _
from app.words import starters

FOLDER: Final = Path(__file__).resolve().parents[2] / "resources" / "quick_replies"
TRADES: Final = ("salon", "clinic", "garage", "agency", "shop")
LANGUAGES: Final = ("fr", "en")


@dataclass(frozen=True, slots=True)
class StarterReply:
    """One of a set."""

    name: str
    text: str
    language: str


@cache
def starter_set(trade: str, language: str) -> tuple[StarterReply, ...]:
    """The replies of a trade in a language."""
    told = tomllib.loads((FOLDER / f"{trade}.toml").read_text("utf-8"))
    return tuple(
        StarterReply(one[language]["name"], one[language]["text"], language) for one in told["reply"]
    )


def trade_words(trade: str) -> str:
    """How a trade is called on screen."""
    words = {"garage": _("Garage"), "shop": _("Shop")}
    return words.get(trade) or starters.trade_words(trade)
