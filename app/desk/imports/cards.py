"""Contact cards that were sent in a chat, as far as they can be shown: names, numbers, addresses of a vCard."""

import re
from typing import Final

from app.domain.contents import Card, CardPhone

MOST_CARD_BYTES: Final = 256 * 1024  # a card with its picture
MOST_CARDS: Final = 50
_FOLDED = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"(?:item\d+\.)?(?P<name>[A-Za-z-]+)(?P<parameters>(?:;[^:\r\n]*)?):(?P<value>[^\r\n]*)")
_WHATSAPP_ID = re.compile(r"waid=(\d{6,20})", re.ASCII)
_MOST_OF_A_KIND: Final = 20


def cards_of(data: bytes) -> tuple[Card, ...]:
    """The cards of a file; none where it holds none."""
    text = _FOLDED.sub("", data[:MOST_CARD_BYTES].decode("utf-8", "replace"))
    parts = re.split(r"(?i)BEGIN:VCARD", text)[1 : MOST_CARDS + 1]
    return tuple(card for card in map(_card, parts) if card is not None)


def _card(text: str) -> Card | None:
    phones: list[CardPhone] = []
    values: dict[str, list[str]] = {}
    for line in _LINE.finditer(text):
        name, value = line["name"].upper(), _unescaped(line["value"])
        if name == "TEL" and value:
            known = _WHATSAPP_ID.search(line["parameters"])
            phones.append(CardPhone(value[:60], chat_number=known[1] if known else None))
        elif value:
            values.setdefault(name, []).append(value[:200])
    first = {name: found[0] for name, found in values.items()}
    shown = first.get("FN") or first.get("ORG")
    if not shown:
        return None
    return Card(
        name=shown,
        phones=tuple(phones[:_MOST_OF_A_KIND]),
        emails=tuple(values.get("EMAIL", ())[:_MOST_OF_A_KIND]),
        urls=tuple(values.get("URL", ())[:_MOST_OF_A_KIND]),
        company=first.get("ORG"),
        title=first.get("TITLE"),
    )


def _unescaped(value: str) -> str:
    return re.sub(r"\\([,;\\])", r"\1", value.replace("\\n", " ").replace("\\N", " ")).strip()
