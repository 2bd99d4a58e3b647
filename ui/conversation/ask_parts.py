"""The parts of what only a business sends: templates, buttons, lists, links, requests; and points on the map."""

from typing import Final
from urllib.parse import quote

from app.domain.contents import Content, Media, Place, ShownButton
from app.domain.rows import MessageRow
from app.words import gettext as _
from app.words.formats import Formats, placeholder
from ui.conversation import parts as p
from ui.conversation.media_parts import header_media, picture_of
from ui.conversation.parts import Parts
from ui.inbox.row_face import kind_icon
from ui.plain import shown_line, shown_text
from ui.theme.icons import IconName

MAP_URL: Final = "https://www.openstreetmap.org/"
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


def ask_parts(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    """Our own buttons, list, link, or request."""
    ask = content.ask
    if ask is None:
        return Parts(tuple(above))
    if content.media is not None:
        above.append(header_media(row, content.media))
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


def template_parts(row: MessageRow, content: Content, above: list[p.Part], _formats: Formats) -> Parts:
    """A template as the customer sees it."""
    template = content.template
    if template is None:
        above.append(p.Line(placeholder("template"), kind_icon("template")))
        return Parts(tuple(above))
    if content.media is not None:
        above.append(header_media(row, content.media))
    if content.place is not None:
        above.append(map_card(content.place))
    if template.header:
        above.append(p.Words(shown_text(template.header), "head"))
    below: list[p.Part] = [p.Words(shown_text(template.footer), "foot")] if template.footer else []
    if template.cards:
        below.append(p.Carousel(tuple(_card(card.text, card.media, card.buttons) for card in template.cards)))
    return Parts(tuple(above), tuple(below), tuple(button_line(button) for button in template.buttons))


def map_card(place: Place) -> p.MapCard:
    """A point with a link to a map in the browser."""
    latitude, longitude = f"{place.latitude:.6f}", f"{place.longitude:.6f}"
    title = shown_line(place.name or place.address or f"{place.latitude:.5f}, {place.longitude:.5f}")
    address = shown_line(place.address or "") if place.name else ""
    return p.MapCard(
        title, address, f"{MAP_URL}?mlat={latitude}&mlon={longitude}#map=16/{latitude}/{longitude}"
    )


def _card(text: str | None, media: Media | None, buttons: tuple[ShownButton, ...]) -> p.CarouselCard:
    picture = None
    if media is not None:
        kind: p.PictureKind = "video" if (media.mime or "").startswith("video") else "image"
        picture = picture_of(media, kind)
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
