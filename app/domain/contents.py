"""What a message carries beside its text, in words of our own: one part for each thing that can be shown.

`Content` is the same for both directions. The message's `kind` says which part matters; a message of pure text has no
Content at all. Every field that a later version adds is optional, since these are bytes of the log.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Literal

from app.domain.records import record

MediaKind = Literal["image", "video", "audio", "voice", "document", "sticker"]
MEDIA_KINDS: frozenset[str] = frozenset({"image", "video", "audio", "voice", "document", "sticker"})


@record
class Media:
    """A file. Inbound: what the channel said of it. Ours: what was checked before it was sent.

    `sha256`: lower-case hex of the bytes. `name` is somebody's input: shown, never used as a path.
    `external_id`: the channel's id of it, None for a file of ours. `waveform`: 44 levels of two hex digits each.
    """

    mime: str | None = None
    sha256: str | None = None
    name: str | None = None
    size_bytes: int | None = None
    external_id: str | None = None
    width_px: int | None = None
    height_px: int | None = None
    duration_ms: int | None = None
    is_animated: bool = False
    waveform: str | None = None


@record
class Place:
    """A point on the map, in degrees."""

    latitude: float
    longitude: float
    name: str | None = None
    address: str | None = None
    url: str | None = None


@record
class CardPhone:
    """A number on a card as it is written there. `chat_number`: the channel's digits when it is reachable there."""

    number: str
    label: str | None = None
    chat_number: str | None = None


@record
class Card:
    """A contact card. `is_answer`: the person's own, given because we asked for it."""

    name: str
    first_name: str | None = None
    last_name: str | None = None
    phones: tuple[CardPhone, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    company: str | None = None
    title: str | None = None
    birthday: str | None = None
    is_answer: bool = False


@record
class OrderLine:
    """One line of an order: decimal texts, so that no amount is rounded on its way; "" for a quantity not told."""

    product_id: str
    quantity: str
    unit_price: str | None = None
    currency: str | None = None


@record
class Order:
    """What a customer ordered from the catalogue; the note stands in the message's text."""

    catalog_id: str | None = None
    lines: tuple[OrderLine, ...] = ()


@record
class Choice:
    """A button or a line of a list that the customer chose; its title is the message's text."""

    choice_id: str | None = None
    description: str | None = None


@record
class FormAnswer:
    """One field of a form that the customer filled in."""

    name: str
    value: str


@record
class Ad:
    """The advertisement or post that led the customer here. `click_id` names the click for the channel."""

    source: str | None = None  # "ad", "post"
    source_id: str | None = None
    headline: str | None = None
    body: str | None = None
    url: str | None = None
    click_id: str | None = None


@record
class Product:
    """One product of the catalogue."""

    product_id: str
    catalog_id: str | None = None


@record
class IdentityChange:
    """A customer is reachable under another name: "number", "user_id", or their device changed ("identity")."""

    what: Literal["number", "user_id", "identity"]
    old: str | None = None
    new: str | None = None


@record
class Call:
    """A call. `is_ours`: the business called. `duration_s` None while nothing is known of its end."""

    is_ours: bool = False
    status: str | None = None  # "completed", "failed", …: the channel's word in lower case
    duration_s: int | None = None


@record
class Trouble:
    """Why a message cannot be shown: the channel's word for its type, our reason (app.domain.failures), its number."""

    type_name: str | None = None
    code: str | None = None
    provider_code: int | None = None
    details: str | None = None  # the channel's own words, to be copied


@record
class AskOption:
    """A button, or a line of a list."""

    option_id: str
    title: str
    description: str | None = None
    section: str | None = None


@record
class Ask:
    """What hangs below a message of ours: up to 3 buttons, a list, one link; or it asks for a location or a number.

    The body is the message's text. `button`: the label that opens a list or the link. A header is words or a file
    (the message's own media).
    """

    what: Literal[
        "buttons", "list", "link", "location_request", "contact_request", "product", "products", "catalog"
    ]
    options: tuple[AskOption, ...] = ()
    header: str | None = None
    footer: str | None = None
    button: str | None = None
    url: str | None = None
    catalog_id: str | None = None
    product_ids: tuple[str, ...] = ()


@record
class TemplateValue:
    """What is put into one variable; `name` is "1", "2" … where the template counts."""

    name: str
    text: str


@record
class TemplateButtonValue:
    """What a button needs at sending: the end of its link, a code to copy, what comes back when it is tapped."""

    index: int
    kind: Literal["url", "copy_code", "quick_reply", "form", "catalog"]
    text: str


@record
class ShownButton:
    """A button below a template as the customer sees it; `value` is the link, number or code behind it."""

    kind: str  # "quick_reply", "url", "phone", "copy_code", "form", "catalog", "contact_request", "call", "other"
    text: str
    value: str | None = None


@record
class SentCard:
    """One card of a carousel with its values and as the customer sees it."""

    text: str | None = None
    media: Media | None = None
    product: Product | None = None
    body_values: tuple[TemplateValue, ...] = ()
    button_values: tuple[TemplateButtonValue, ...] = ()
    buttons: tuple[ShownButton, ...] = ()


@record
class SentTemplate:
    """A template with its values, and what the customer sees of it; the filled-in body is the message's text.

    The channel gives no rendered text back later, so it is kept here. A header's file is the message's own media, a
    header's point its `place`. `is_positional`: variables are counted, not named.
    """

    name: str
    language: str
    category: str  # "utility", "marketing", "authentication"
    is_positional: bool = True
    header: str | None = None
    footer: str | None = None
    buttons: tuple[ShownButton, ...] = ()
    header_values: tuple[TemplateValue, ...] = ()
    body_values: tuple[TemplateValue, ...] = ()
    button_values: tuple[TemplateButtonValue, ...] = ()
    cards: tuple[SentCard, ...] = ()
    offer_ends_at: datetime | None = None


@record
class Content:
    """The parts of one message; all may be missing."""

    media: Media | None = None
    place: Place | None = None
    cards: tuple[Card, ...] = ()
    order: Order | None = None
    choice: Choice | None = None
    form: tuple[FormAnswer, ...] = ()
    ask: Ask | None = None
    template: SentTemplate | None = None
    ad: Ad | None = None
    product: Product | None = None
    change: IdentityChange | None = None
    call: Call | None = None
    trouble: Trouble | None = None
    is_forwarded: bool = False
    is_often_forwarded: bool = False
    has_preview: bool = False  # ours: the first link of the text shows a preview
    is_edited: bool = False  # in history: its writer changed it, and this is how it ended
    group_id: str | None = None  # it was said in a group, not to the business alone


EMPTY = Content()


def content_or_none(content: Content) -> Content | None:
    """None for a content without any part: most messages are plain text."""
    return None if content == EMPTY else content


def with_texts(content: Content, change: Callable[[str], str]) -> Content:
    """The same content with every text in it changed."""
    changed: Content = _with_texts(content, change)
    return changed


def _with_texts(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple):
        return tuple(_with_texts(one, change) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        given = {field.name: _with_texts(getattr(part, field.name), change) for field in fields(part)}
        return replace(part, **given)
    return part
