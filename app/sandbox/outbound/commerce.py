"""Products, the catalogue, addresses and carousels inside interactive messages."""

from urllib.parse import urlsplit

from app.sandbox.outbound.fields import Fields
from app.sandbox.outbound.holdings import Draft
from app.sandbox.outbound.plain import read_media

LABEL_LIMIT, TITLE_LIMIT, ID_LIMIT, CARD_BODY_LIMIT = 20, 24, 256, 160
MOST_SECTIONS, MOST_PRODUCTS = 10, 30
CARDS = (2, 10)


def read_product(fields: Fields, action: Fields, draft: Draft) -> None:
    """One product of the catalogue."""
    _check_catalog(action, draft)
    _check_product(action, "product_retailer_id", draft)


def read_product_list(fields: Fields, action: Fields, draft: Draft) -> None:
    """Sections of products; the header is needed here."""
    if not fields.has("header"):
        raise fields.missing("header")
    _check_catalog(action, draft)
    check_sections(action, draft)


def check_sections(action: Fields, draft: Draft) -> None:
    """Sections of products, as product lists and the buttons of multi-product templates have them."""
    count = 0
    sections = action.children("sections", 1, MOST_SECTIONS)
    for section in sections:
        if len(sections) > 1:
            section.text("title", TITLE_LIMIT)
        section.maybe_text("title", TITLE_LIMIT)
        items = section.children("product_items", 1, MOST_PRODUCTS)
        for item in items:
            _check_product(item, "product_retailer_id", draft)
        count += len(items)
    if count > MOST_PRODUCTS:
        raise action.wrong("sections", f"must have {MOST_PRODUCTS} products in all, not {count}.")


def read_catalog(fields: Fields, action: Fields, draft: Draft) -> None:
    """The whole catalogue, with the picture of one product."""
    action.choice("name", {"catalog_message"})
    parameters = action.maybe_child("parameters")
    if parameters is not None and parameters.has("thumbnail_product_retailer_id"):
        _check_product(parameters, "thumbnail_product_retailer_id", draft)


def read_address(fields: Fields, action: Fields, draft: Draft) -> None:
    """A form for a postal address, in India only."""
    action.choice("name", {"address_message"})
    parameters = action.child("parameters")
    parameters.choice("country", {"IN"})
    for name in ("values", "validation_errors"):
        parameters.maybe_child(name)
    if parameters.has("saved_addresses"):
        for saved in parameters.children("saved_addresses", 1, 30):
            saved.text("id")
            saved.child("value")


def read_carousel(fields: Fields, action: Fields, draft: Draft) -> None:
    """Two to ten cards: all with media and the same kind of button, or all with products of one catalogue."""
    fields.check_absent("footer")
    cards = action.children("cards", *CARDS)
    kinds = set()
    for index, card in enumerate(cards):
        if card.whole("card_index", 0, CARDS[1] - 1) != index:
            raise card.wrong("card_index", f"must be {index}.")
        kind = card.raw.get("type")
        kinds.add(_read_product_card(card, draft) if kind == "product" else _read_media_card(card, draft))
    if len(kinds) > 1:
        raise action.wrong("cards", "must all have the same kinds of buttons.")


def _read_product_card(card: Fields, draft: Draft) -> tuple[str, ...]:
    card.check_absent("header", "body")
    action = card.child("action")
    _check_catalog(action, draft)
    _check_product(action, "product_retailer_id", draft)
    return ("product",)


def _read_media_card(card: Fields, draft: Draft) -> tuple[str, ...]:
    card.choice("type", {"cta_url"})
    shown = draft.shown
    header = card.child("header")
    kind = header.choice("type", {"image", "video"})
    read_media(header.child(kind), draft, kind)
    draft.shown = shown
    if body := card.maybe_child("body"):
        text = body.text("text", CARD_BODY_LIMIT)
        if text.count("\n") > 2:
            raise body.wrong("text", "must have at most two line breaks.")
    return (kind, *_read_card_action(card.child("action")))


def _read_card_action(action: Fields) -> tuple[str, ...]:
    if not action.has("buttons"):
        action.choice("name", {"cta_url"})
        parameters = action.child("parameters")
        parameters.text("display_text", LABEL_LIMIT)
        if not urlsplit(parameters.text("url", 2000)).netloc:
            raise parameters.wrong("url", "is not a valid URL.")
        return ("cta_url",)
    buttons = action.children("buttons", 1, 3)
    for button in buttons:
        button.choice("type", {"quick_reply"})
        reply = button.child("quick_reply")
        reply.text("id", ID_LIMIT)
        reply.text("title", LABEL_LIMIT)
    return ("quick_reply",) * len(buttons)


def _check_catalog(action: Fields, draft: Draft) -> None:
    if action.text("catalog_id") != draft.holdings.catalog_id:
        raise action.wrong("catalog_id", "is not a catalogue connected to this account.")


def _check_product(holder: Fields, name: str, draft: Draft) -> None:
    if holder.text(name) not in draft.holdings.products:
        raise holder.wrong(name, "is not in the catalogue.")
