"""From a message's content to the parts of its bubble: what is said of each type, and in which order."""

from typing import Final

from app.domain.contents import EMPTY, Card, Content, Order, Trouble
from app.domain.rows import MessageRow
from app.words import amounts, ngettext
from app.words import gettext as _
from app.words.formats import Formats, placeholder
from app.words.phones import phone
from ui.conversation import parts as p
from ui.conversation.ask_parts import ask_parts, map_card, template_parts
from ui.conversation.media_parts import document, picture, sound, waiting_or_lost
from ui.conversation.parts import Parts
from ui.inbox.row_face import kind_icon
from ui.plain import isolated, shown_line, shown_name, shown_text

_TEXT_KINDS: Final = frozenset(
    {
        "text",
        "buttons",
        "list",
        "link",
        "location_request",
        "contact_request",
        "template",
        "product",
        "products",
    }
)
_MOST_ROWS: Final = 30
_LONG_FIELD: Final = 200


def parts_of(row: MessageRow, formats: Formats) -> Parts:
    """What the bubble of `row` holds beside quote, text, and foot."""
    if row.is_revoked:
        words = _("Message deleted by the customer") if row.direction == "in" else _("Message deleted")
        return Parts((p.Line(words, is_italic=True),), text="")
    content = row.content or EMPTY
    above = [*_heads(content)]
    kind = row.kind
    if kind == "note":
        return Parts((p.Line(_note_head(row), "sticky-note", is_title=True),))
    if kind in ("image", "video", "sticker"):
        above += picture(row, content)
    elif kind in ("voice", "audio"):
        above += sound(row, content)
    elif kind == "document":
        return document(row, content, above, formats)
    elif kind in _PLAIN:
        return _PLAIN[kind](row, content, above, formats)
    elif kind not in _TEXT_KINDS:
        above.append(p.Line(_unshown(row, content), kind_icon(kind)))
    return Parts(tuple(above))


def _note_head(row: MessageRow) -> str:
    """Whose note it is, and that nobody outside sees it."""
    if not row.author_name:
        return _("Internal note")
    return _("Internal note by {name}").format(name=isolated(shown_name(row.author_name).split()[0]))


def _heads(content: Content) -> list[p.Part]:
    """What led to the message: forwarded, an advertisement, a product asked about."""
    heads: list[p.Part] = []
    if content.is_often_forwarded:
        heads.append(p.Line(_("Forwarded many times"), "forward", is_title=True))
    elif content.is_forwarded:
        heads.append(p.Line(_("Forwarded"), "forward", is_title=True))
    if content.ad is not None:
        ad = content.ad
        title = _("Came through your advertisement") if ad.source != "post" else _("Came through your post")
        heads.append(p.Line(title, "megaphone", is_title=True))
        if ad.headline or ad.body:
            heads.append(p.AdCard(shown_line(ad.headline or ""), shown_line(ad.body or ""), ad.url or ""))
    if content.product is not None and content.ask is None:
        words = _("About the article {name}").format(name=shown_line(content.product.product_id))
        heads.append(p.Line(words, "shopping-bag", is_title=True))
    return heads


def _unshown(row: MessageRow, content: Content) -> str:
    """The words in place of a message that cannot be shown."""
    trouble = content.trouble
    if row.media is not None and row.media.code == "not_exported":
        return waiting_or_lost(row) or ""
    return placeholder(row.kind) if trouble is None else _trouble_words(trouble)


def _trouble_words(trouble: Trouble) -> str:
    names = {
        "poll_creation": _("Poll: to be read in WhatsApp on the phone"),
        "poll_update": _("Vote in a poll: to be read in WhatsApp on the phone"),
        "gif": _("Animated picture: to be seen in WhatsApp on the phone"),
        "pin": _("Pinned message"),
        "keep_in_chat": _("Message kept in the chat"),
        "group_invite": _("Invitation to a group: to be read in WhatsApp on the phone"),
    }
    if trouble.code == "media_unreadable":
        return _("A file that is too large for WhatsApp’s business platform")
    if trouble.code == "content_unavailable":
        return _("Message that can be read in WhatsApp on the phone only")
    return names.get(trouble.type_name or "", placeholder("unsupported"))


# -- other types


def _location(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    place = content.place
    if place is None:
        return Parts((*above, p.Line(placeholder("location"), kind_icon("location"))))
    return Parts((*above, map_card(place)), text="")


def _contacts(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    if not content.cards:
        return Parts((*above, p.Line(placeholder("contacts"), kind_icon("contacts"))))
    cards = [_person(card) for card in content.cards[:_MOST_ROWS]]
    if any(card.is_answer for card in content.cards):
        above.append(p.Line(_("Shared their number"), "user", is_title=True))
    return Parts((*above, *cards), buttons=_writing_to(content.cards), text="")


def _writing_to(cards: tuple[Card, ...]) -> tuple[p.ButtonLine, ...]:
    """An offer to write to each who can be; whoever shared their own number is written to here already."""
    reachable = [card for card in cards[:_MOST_ROWS] if card.phones and not card.is_answer]
    if len(reachable) == 1:
        return (_writing(reachable[0], _("Write to this person")),)
    words = _("Write to {name}")
    return tuple(_writing(card, words.format(name=isolated(shown_name(card.name)))) for card in reachable)


def _writing(card: Card, words: str) -> p.ButtonLine:
    one = next((each for each in card.phones if each.chat_number), card.phones[0])
    number = f"+{one.chat_number}" if one.chat_number else one.number
    return p.ButtonLine(words, "message-square", "write", f"{number}\n{card.name}")


def _person(card: Card) -> p.PersonCard:
    lines = [phone(shown_line(one.number)) for one in card.phones]
    lines += [shown_line(mail) for mail in card.emails]
    if card.company:
        lines.append(shown_line(card.company))
    return p.PersonCard(shown_name(card.name) if card.name.strip() else "…", tuple(lines[:6]))


def _order(row: MessageRow, content: Content, above: list[p.Part], formats: Formats) -> Parts:
    order = content.order or Order()
    count = sum(amounts.pieces(line.quantity) for line in order.lines)
    title = ngettext("Order, {n} article", "Order, {n} articles", count).format(n=count)
    rows = [
        _order_row(one.product_id, one.quantity, one.unit_price, one.currency, formats) for one in order.lines
    ]
    currencies = {line.currency for line in order.lines}
    total = amounts.total([(line.quantity, line.unit_price) for line in order.lines])
    if total is not None and len(currencies) == 1 and count:
        rows = rows[:_MOST_ROWS]
        rows.append(
            p.Row(_("Total"), amounts.money(total, currencies.pop(), formats.language), is_total=True)
        )
    return Parts((*above, p.Line(title, "shopping-bag", is_title=True), p.Rows(tuple(rows))))


def _order_row(name: str, quantity: str, price: str | None, currency: str | None, formats: Formats) -> p.Row:
    many = amounts.quantity(quantity, formats.language)
    value = f"{many} × {amounts.money(price, currency, formats.language)}" if price else f"{many} ×"
    return p.Row(shown_line(name), value)


def _answer(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    """A tapped button looks like words of the customer's own; a line of a list is named as such."""
    if content.choice is not None and content.choice.description:
        above.append(p.Line(_("Choice in the list"), "list-checks", is_title=True))
        return Parts(tuple(above), (p.Words(shown_text(content.choice.description), "foot"),))
    return Parts(tuple(above))


def _form(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    above.append(p.Line(_("Form filled in"), "list-checks", is_title=True))
    rows = [
        p.Row(shown_line(answer.name.replace("_", " ")), shown_line(answer.value[:_LONG_FIELD]))
        for answer in content.form[:_MOST_ROWS]
    ]
    return Parts((*above, *([p.Rows(tuple(rows))] if rows else [])))


_PLAIN: Final = {
    "location": _location,
    "contacts": _contacts,
    "order": _order,
    "answer": _answer,
    "form": _form,
    "template": template_parts,
    "buttons": ask_parts,
    "list": ask_parts,
    "link": ask_parts,
    "location_request": ask_parts,
    "contact_request": ask_parts,
    "product": ask_parts,
    "products": ask_parts,
    "catalog": ask_parts,
}
