"""From a message's content to the parts of its bubble: what is said of each type, and in which order."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from app.domain.contents import EMPTY, Card, Content, Media, Order, SentTemplate, ShownButton, Trouble
from app.domain.rows import MessageRow
from app.words import amounts, ngettext
from app.words import gettext as _
from app.words.formats import Formats, placeholder
from app.words.phones import phone
from ui.conversation import parts as p
from ui.inbox.row_face import kind_icon
from ui.plain import shown_line, shown_name, shown_text
from ui.theme.icons import IconName

SYSTEM_KINDS: Final = frozenset({"system", "call", "call_permission", "edit", "revoke", "reaction"})
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
_RISKY: Final = frozenset(
    "exe msi bat cmd com scr ps1 vbs js jar apk app dmg pkg deb rpm sh lnk html htm svg docm xlsm pptm iso".split()
)
_BUTTON_ICONS: Final[dict[str, IconName]] = {
    "quick_reply": "reply",
    "url": "globe",
    "phone": "phone",
    "copy_code": "file-text",
    "form": "list-checks",
    "catalog": "shopping-bag",
    "contact_request": "user",
    "call": "phone",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """`above` and `below` the text; `buttons` across the foot. `text` replaces the row's own when not None."""

    above: tuple[p.Part, ...] = ()
    below: tuple[p.Part, ...] = ()
    buttons: tuple[p.ButtonLine, ...] = ()
    text: str | None = None


def parts_of(row: MessageRow, formats: Formats) -> Parts:
    """What the bubble of `row` holds beside quote, text, and foot."""
    if row.is_revoked:
        words = _("Message deleted by the customer") if row.direction == "in" else _("Message deleted")
        return Parts((p.Line(words, is_italic=True),), text="")
    content = row.content or EMPTY
    above = [*_heads(content)]
    kind = row.kind
    if kind in ("image", "video", "sticker"):
        above += _picture(row, content)
    elif kind in ("voice", "audio"):
        above += _sound(row, content)
    elif kind == "document":
        return _document(row, content, above, formats)
    elif kind in _PLAIN:
        return _PLAIN[kind](row, content, above, formats)
    elif kind not in _TEXT_KINDS:
        above.append(p.Line(_unshown(row, content), kind_icon(kind)))
    return Parts(tuple(above))


def _heads(content: Content) -> list[p.Part]:
    """What led to the message: forwarded, an advertisement, a product asked about."""
    heads: list[p.Part] = []
    if content.is_often_forwarded:
        heads.append(p.Line(_("Forwarded many times"), "reply", is_title=True))
    elif content.is_forwarded:
        heads.append(p.Line(_("Forwarded"), "reply", is_title=True))
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


# -- media


def _waiting_or_lost(row: MessageRow) -> str | None:
    """What stands in place of a file that is not here: still fetched, or gone. None: it is here."""
    media = row.media
    if media is None or media.stage == "fetching":
        return _("{what}, still being received").format(what=placeholder(row.kind))
    if media.stage == "lost":
        reason = {
            "too_large": _("{what}, too large to be received"),
            "wrong_hash": _("{what}, arrived damaged and was thrown away"),
        }.get(media.code or "", _("{what}, no longer available"))
        return reason.format(what=placeholder(row.kind))
    return None


def _picture(row: MessageRow, content: Content) -> list[p.Part]:
    absent = _waiting_or_lost(row)
    if absent is not None:
        return [p.Line(absent, kind_icon(row.kind))]
    media, said = row.media, content.media or Media()
    assert media is not None
    kind: p.PictureKind = "sticker" if row.kind == "sticker" else "video" if row.kind == "video" else "image"
    if (media.mime or "").partition("/")[0] not in ("image", "video"):
        return [_file_card(row, said)]  # its content is not what it claims: a file, never drawn
    duration_ms = media.duration_ms or said.duration_ms
    return [
        p.Picture(
            kind,
            media.sha256,
            media.width_px or said.width_px or 0,
            media.height_px or said.height_px or 0,
            amounts.length(duration_ms) if kind == "video" and duration_ms else "",
            said.is_animated,
        )
    ]


def _sound(row: MessageRow, content: Content) -> list[p.Part]:
    absent = _waiting_or_lost(row)
    if absent is not None:
        return [p.Line(absent, kind_icon(row.kind))]
    media, said = row.media, content.media or Media()
    assert media is not None
    waveform = media.waveform or said.waveform or ""
    name = shown_name(said.name) if said.name and row.kind == "audio" else ""
    return [
        p.Sound(media.sha256, media.duration_ms or said.duration_ms or 0, _levels(waveform), name),
    ]


def _levels(waveform: str) -> tuple[int, ...]:
    try:
        return tuple(bytes.fromhex(waveform))
    except ValueError:
        return ()


def _document(row: MessageRow, content: Content, above: list[p.Part], formats: Formats) -> Parts:
    said = content.media or Media()
    # Without a caption the text that lists show is the name, which stands on the card.
    text = "" if row.text == said.name else None
    absent = _waiting_or_lost(row)
    if absent is not None:
        name = [p.Line(shown_name(said.name), is_title=True)] if said.name else []
        return Parts((*above, *name, p.Line(absent, kind_icon(row.kind))), text=text)
    return Parts((*above, _file_card(row, said, formats.language)), text=text)


def _file_card(row: MessageRow, said: Media, language: str = "en") -> p.FileCard:
    media = row.media
    size_bytes = (media.size_bytes if media else None) or said.size_bytes
    mime = (media.mime if media else None) or said.mime
    facts = [amounts.file_type(mime, said.name), amounts.size(size_bytes, language) if size_bytes else ""]
    name = shown_name(said.name) if said.name else placeholder(row.kind)
    ending = name.rpartition(".")[2].lower()
    is_risky = ending in _RISKY or (mime or "") in ("text/html", "image/svg+xml", "application/x-msdownload")
    return p.FileCard(
        name, ", ".join(fact for fact in facts if fact), media.sha256 if media else None, is_risky
    )


# -- other types


def _location(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    place = content.place
    if place is None:
        return Parts((*above, p.Line(placeholder("location"), kind_icon("location"))))
    point = f"{place.latitude:.5f}, {place.longitude:.5f}"
    title = shown_line(place.name or place.address or point)
    address = shown_line(place.address or "") if place.name else ""
    url = f"https://www.openstreetmap.org/?mlat={place.latitude:.6f}&mlon={place.longitude:.6f}#map=16/{place.latitude:.6f}/{place.longitude:.6f}"
    return Parts((*above, p.MapCard(title, address, url)), text="")


def _contacts(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    if not content.cards:
        return Parts((*above, p.Line(placeholder("contacts"), kind_icon("contacts"))))
    cards = [_person(card) for card in content.cards[:_MOST_ROWS]]
    if any(card.is_answer for card in content.cards):
        above.append(p.Line(_("Shared their number"), "user", is_title=True))
    return Parts((*above, *cards), text="")


def _person(card: Card) -> p.PersonCard:
    lines = [phone(shown_line(one.number)) for one in card.phones]
    lines += [shown_line(mail) for mail in card.emails]
    if card.company:
        lines.append(shown_line(card.company))
    return p.PersonCard(shown_name(card.name), tuple(lines[:6]))


def _order(row: MessageRow, content: Content, above: list[p.Part], formats: Formats) -> Parts:
    order = content.order or Order()
    count = len(order.lines)
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


def _ask(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    """Our own buttons, list, link, or request."""
    ask = content.ask
    if ask is None:
        return Parts(tuple(above))
    if content.media is not None:
        above += _header_media(row, content)
    if ask.header:
        above.append(p.Words(shown_text(ask.header), "head"))
    below = (p.Words(shown_text(ask.footer), "foot"),) if ask.footer else ()
    if ask.what == "buttons":
        buttons = [p.ButtonLine(shown_line(option.title), "reply") for option in ask.options]
    elif ask.what == "list":
        buttons = [p.ButtonLine(shown_line(ask.button or ""), "list-checks", "see_list")]
    elif ask.what == "link":
        buttons = [p.ButtonLine(shown_line(ask.button or ""), "globe", "link", ask.url or "")]
    else:
        buttons = [_request_line(ask.what)]
    return Parts(tuple(above), below, tuple(buttons))


def _request_line(what: str) -> p.ButtonLine:
    lines: dict[str, p.ButtonLine] = {
        "location_request": p.ButtonLine(_("Send location"), "map-pin"),
        "contact_request": p.ButtonLine(_("Share my number"), "user"),
    }
    return lines.get(what, p.ButtonLine(_("See the article"), "shopping-bag"))


def _header_media(row: MessageRow, content: Content) -> list[p.Part]:
    media = content.media
    assert media is not None
    mime = (media.mime or "").partition("/")[0]
    if mime == "image":
        return _picture_of(media, "image")
    if mime == "video":
        return _picture_of(media, "video")
    return [_file_card(row, media)]


def _picture_of(media: Media, kind: p.PictureKind) -> list[p.Part]:
    return [p.Picture(kind, media.sha256, media.width_px or 0, media.height_px or 0)]


def _template(row: MessageRow, content: Content, above: list[p.Part], formats: Formats) -> Parts:
    template = content.template
    if template is None:
        above.append(p.Line(placeholder("template"), kind_icon("template")))
        return Parts(tuple(above))
    return template_parts(row, template, content, above, formats)


def template_parts(
    row: MessageRow, template: SentTemplate, content: Content, above: list[p.Part], formats: Formats
) -> Parts:
    """A template as the customer sees it."""
    if content.media is not None:
        above += _header_media(row, content)
    if content.place is not None:
        above += _location(row, content, [], formats).above
    if template.header:
        above.append(p.Words(shown_text(template.header), "head"))
    below: list[p.Part] = [p.Words(shown_text(template.footer), "foot")] if template.footer else []
    if template.cards:
        below.append(p.Carousel(tuple(_card(card.text, card.media, card.buttons) for card in template.cards)))
    return Parts(tuple(above), tuple(below), tuple(button_line(button) for button in template.buttons))


def _card(text: str | None, media: Media | None, buttons: tuple[ShownButton, ...]) -> p.CarouselCard:
    picture = None
    if media is not None:
        kind: p.PictureKind = "video" if (media.mime or "").startswith("video") else "image"
        picture = p.Picture(kind, media.sha256, media.width_px or 0, media.height_px or 0)
    return p.CarouselCard(
        shown_text(text or ""), picture, tuple(shown_line(button.text) for button in buttons)
    )


def button_line(button: ShownButton) -> p.ButtonLine:
    """A template's button below the bubble; only a link leads somewhere."""
    icon = _BUTTON_ICONS.get(button.kind)
    if button.kind == "url" and button.value:
        return p.ButtonLine(
            shown_line(button.text), icon, "link", quote(button.value, safe=":/?#[]@!$&'()*+,;=%")
        )
    return p.ButtonLine(shown_line(button.text), icon)


_PLAIN: Final = {
    "location": _location,
    "contacts": _contacts,
    "order": _order,
    "answer": _answer,
    "form": _form,
    "template": _template,
    "buttons": _ask,
    "list": _ask,
    "link": _ask,
    "location_request": _ask,
    "contact_request": _ask,
    "product": _ask,
    "products": _ask,
    "catalog": _ask,
}


# -- lines that are no bubbles


def system_words(row: MessageRow) -> tuple[str, IconName]:
    """A notice in the middle of the conversation, and its icon."""
    content = row.content or EMPTY
    if row.kind == "call":
        return _call_words(row, content), "phone"
    if row.kind == "call_permission":
        return _("The customer answered whether you may call"), "phone"
    change = content.change
    if change is not None and change.what == "number":
        if change.new:
            new = phone("+" + change.new)
            return _("The customer changed their number to {number}").format(number=new), "arrow-right-left"
        return _("The customer changed their number"), "arrow-right-left"
    if change is not None and change.what == "user_id":
        return _("WhatsApp gave the customer a new identifier"), "arrow-right-left"
    if change is not None:
        return _("The customer’s phone or application changed"), "smartphone"
    if row.kind == "reaction":
        emoji = shown_line(row.text or "")
        words = _("Reacted {emoji} to a message that is not here") if emoji else _("Took a reaction back")
        return words.format(emoji=emoji), "smile"
    return shown_line(row.text or "") or placeholder(row.kind), kind_icon(row.kind)


def _call_words(row: MessageRow, content: Content) -> str:
    call = content.call
    if call is None:
        return _("The customer called")
    if call.duration_s:
        length = amounts.length(call.duration_s * 1000)
        words = _("You called, {length}") if call.is_ours else _("The customer called, {length}")
        return words.format(length=length)
    if call.status in ("failed", "rejected", "missed", "no_answer"):
        return _("Your call was not answered") if call.is_ours else _("Missed call of the customer")
    return _("You called") if call.is_ours else _("The customer called")
