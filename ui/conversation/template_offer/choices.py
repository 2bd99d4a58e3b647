"""Which templates are offered, in which order, and how a row says it."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final

from app.domain.templates import Template
from app.words import gettext as _
from app.words.templates import category_words, language_words, title_words, unsendable_words
from ui.conversation.template_offer.rows import OfferRow
from ui.plain import shown_line

FIRST: Final = 3  # shown before somebody asks for all
_ORDER: Final = {"utility": 0, "marketing": 1}
_UNUSED: Final = 1_000
SAMPLES: Final = frozenset({"hello_world"})  # Meta's own; it goes out from test numbers alone


def sendable(templates: Sequence[Template], language: str, recent: Sequence[str]) -> list[Template]:
    """Those that may go out: the conversation's language first, then those used last, then what was asked for."""
    head = language.partition("_")[0]

    def place(one: Template) -> tuple[bool, int, int, str]:
        used = recent.index(one.key) if one.key in recent else _UNUSED
        order = _ORDER.get(one.category, len(_ORDER))
        return one.language.partition("_")[0] != head, used, order, folded(title_words(one))

    return sorted((one for one in templates if is_offered(one)), key=place)


def is_offered(template: Template) -> bool:
    """Whether it may be chosen."""
    return template.is_sendable and template.name not in SAMPLES


def first_of(offered: Sequence[Template], chosen: str | None) -> list[Template]:
    """The few at the top; the chosen one is always among them."""
    few = list(offered[:FIRST])
    if chosen is not None and all(one.key != chosen for one in few):
        few[len(few) - 1 :] = [one for one in offered if one.key == chosen] or few[len(few) - 1 :]
    return few


def found(
    templates: Sequence[Template],
    offered: Sequence[Template],
    words: str,
    text_of: Callable[[Template], str],
) -> list[Template]:
    """Those that hold all the words, also those that are not offered: they come last."""
    wanted = folded(words).split()
    if not wanted:
        return list(offered)
    others = [one for one in templates if not is_offered(one)]
    held = [one for one in (*offered, *others) if _holds(text_of(one), wanted)]
    return sorted(held, key=lambda one: not is_offered(one))


def row_of(template: Template, line: str, shown_in: str, head: str) -> OfferRow:
    """Its row; a language other than the conversation's is named."""
    title = shown_line(title_words(template))
    if template.language.partition("_")[0] != head.partition("_")[0]:
        line = f"{line} · {language_words(template.language, shown_in)}"
    why_not = _("Sample of Meta's, for test numbers alone") if template.name in SAMPLES else ""
    return OfferRow(template.key, title, line, unsendable_words(template) or why_not)


def folded(text: str) -> str:
    """Without accents, in small letters."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def searched(one: Template) -> str:
    """All its words, as they are looked for."""
    parts = (
        title_words(one),
        one.name,
        one.body,
        one.footer or "",
        category_words(one.category),
        one.language,
    )
    return folded(" ".join(parts))


def _holds(text: str, wanted: Sequence[str]) -> bool:
    return all(word in text for word in wanted)
