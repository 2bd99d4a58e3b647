"""How much of a message is carried on: no honest phone sends more, and every desktop would have to show the rest.

The original element keeps all of it.
"""

from dataclasses import replace

from app.domain.contents import Card, Content, with_texts
from app.whatsapp.contents import Said

LARGE_BYTES = 16 * 1024  # of an element; a smaller one needs no look
TEXT_MAX_CHARS = 65_536  # what a phone sends at most
PART_MAX_CHARS = 4_096  # of a name, an address, a headline …
CARDS_MAX = 300  # phones share 257 at once
CARD_LINES_MAX = 50  # of each sort: numbers, addresses …
ORDER_LINES_MAX = 300


def bounded(said: Said) -> Said:
    """A message with texts and lists of a believable length."""
    text = None if said.text is None else _cut(said.text, TEXT_MAX_CHARS)
    return replace(said, text=text, content=_bounded_parts(said.content))


def _bounded_parts(content: Content) -> Content:
    order = content.order
    if order is not None:
        order = replace(order, lines=order.lines[:ORDER_LINES_MAX])
    shorter = replace(content, cards=tuple(map(_bounded_card, content.cards[:CARDS_MAX])), order=order)
    return with_texts(shorter, lambda text: _cut(text, PART_MAX_CHARS))


def _bounded_card(card: Card) -> Card:
    return replace(
        card,
        phones=card.phones[:CARD_LINES_MAX],
        emails=card.emails[:CARD_LINES_MAX],
        urls=card.urls[:CARD_LINES_MAX],
        addresses=card.addresses[:CARD_LINES_MAX],
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
