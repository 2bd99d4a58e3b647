"""What of a message is searched: its words in order, and a bag of marks that filters ask for.

A mark begins with "_", which no word does: `_c…` the conversation, `_a…` who wrote it, `_i` a customer, `_h…` what it
holds, and each single letter of unspaced scripts.
"""

from collections.abc import Iterator

from app.domain.contents import Content
from app.domain.messages import Message
from app.domain.search_text import unspaced_letters, words_of
from storage.view.shelves import has_link

CUSTOMER = "_i"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_HAS = {
    "image": "picture", "sticker": "picture", "video": "video", "document": "file", "audio": "voice", "voice": "voice",
    "note": "note", "contacts": "contact", "location": "place", "order": "order", "link": "link",
}  # fmt: skip
BREAK = "_"  # between two parts of a message: a phrase never reaches over it


def conversation_mark(no: int) -> str:
    """Stands in every message of a conversation."""
    letters = ""
    while no:
        no, rest = divmod(no, 36)
        letters = _DIGITS[rest] + letters
    return f"_c{letters or '0'}"


def author_mark(member_id: str) -> str:
    """Stands in what somebody of the team wrote."""
    return "_a" + "".join(char if char.isascii() and char.isalnum() else "_" for char in member_id).lower()


def has_mark(what: str) -> str:
    """Stands in what holds a file, a picture, …: one of `app.domain.search_query.HAS`."""
    return f"_h{what}"


def is_searched(message: Message) -> bool:
    """Whether there is a bubble with anything in it."""
    return not message.is_hidden and message.revoked_at is None and message.base != "cancelled"


def texts_of(message: Message) -> Iterator[str]:
    """Everything that is written on a message, what it says itself first."""
    if message.text:
        yield message.text
    if message.team is not None:
        yield from filter(None, (message.team.reason, message.team.summary))
    if message.content is not None:
        yield from filter(None, _of_content(message.content))


def _of_content(content: Content) -> Iterator[str | None]:
    if content.media is not None:
        yield content.media.name
    if content.place is not None:
        yield from (content.place.name, content.place.address)
    for card in content.cards:
        yield from (card.name, card.company, *card.emails, *(phone.number for phone in card.phones))
    for answer in content.form:
        yield from (answer.name, answer.value)
    yield from _of_trade(content)
    yield from _of_asking(content)


def _of_trade(content: Content) -> Iterator[str | None]:
    for line in content.order.lines if content.order else ():
        yield line.product_id
    if content.ad is not None:
        yield from (content.ad.headline, content.ad.body)


def _of_asking(content: Content) -> Iterator[str | None]:
    """What hung below a message of ours, and what was chosen of it."""
    if content.choice is not None:
        yield content.choice.description
    if content.ask is not None:
        yield from (content.ask.header, content.ask.footer, content.ask.button)
        for option in content.ask.options:
            yield from (option.title, option.description)
    if content.template is not None:
        yield from (content.template.header, content.template.footer)
        yield from (button.text for button in content.template.buttons)
        yield from (card.text for card in content.template.cards)


def words_in(message: Message) -> list[str]:
    """All its words in order."""
    texts = list(texts_of(message))
    if len(texts) == 1:
        return words_of(texts[0])
    found: list[str] = []
    for text in texts:
        words = words_of(text)
        if found and words:
            found.append(BREAK)
        found += words
    return found


def bag_of(message: Message, conversation_no: int, words: list[str]) -> str:
    """The marks of a message."""
    marks = [conversation_mark(conversation_no)]
    if message.direction == "in":
        marks.append(CUSTOMER)
    elif message.member_id is not None:
        marks.append(author_mark(message.member_id))
    what = _HAS.get(message.kind)
    if what is not None:
        marks.append(has_mark(what))
    if what != "link" and has_link(message.text):
        marks.append(has_mark("link"))
    marks += [f"_{letter}" for letter in sorted(unspaced_letters(words))]
    return " ".join(marks)
