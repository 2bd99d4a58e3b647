"""A template message: finds its definition and checks that every variable is filled as the definition wants."""

from app.sandbox.graph_errors import Refusal
from app.sandbox.outbound.fields import Fields
from app.sandbox.outbound.holdings import Draft
from app.sandbox.outbound.template_parts import Form, read_buttons, read_header, read_texts
from app.sandbox.world import Json

BODY_LIMIT = 1024
SENDABLE = frozenset({"APPROVED", "FLAGGED", "REINSTATED"})
REFUSED_AS = {"PAUSED": 132015, "DISABLED": 132016}
KINDS = frozenset({"header", "body", "footer", "button", "limited_time_offer", "carousel"})


def read_template(fields: Fields, draft: Draft) -> Json:
    """The template object. Raises Refusal 131008, 132000, 132001, 132005, 132012, 132015, 132016 or 132018."""
    name = fields.text("name", 512)
    language = fields.child("language")
    definition = _definition(name, language.text("code"), draft)
    draft.category = str(definition.get("category", "UTILITY")).lower()
    draft.is_authentication = draft.category == "authentication"
    draft.message_status = "accepted"
    form = Form.of(definition)
    _read_components(fields, form, draft)
    return fields.raw


def _definition(name: str, language: str, draft: Draft) -> Json:
    """The template in this language, if it may be sent."""
    definition = draft.holdings.templates.find(draft.holdings.waba_id, name, language)
    if definition is None:
        raise Refusal(132001, f"template name ({name}) does not exist in {language}")
    status = str(definition.get("status", "APPROVED")).upper()
    if status in REFUSED_AS:
        raise Refusal(REFUSED_AS[status], f"template name ({name}) is {status.lower()} in {language}")
    if status not in SENDABLE:
        raise Refusal(132001, f"template name ({name}) is not approved in {language}: {status}")
    return definition


def _read_components(holder: Fields, form: Form, draft: Draft) -> None:
    """All components of a template or of one card of its carousel."""
    given = holder.children("components", 0, 30) if holder.has("components") else []
    by_kind: dict[str, list[Fields]] = {}
    for component in given:
        by_kind.setdefault(component.text("type").lower(), []).append(component)
    if unknown := by_kind.keys() - KINDS:
        raise Refusal(132018, f"Unknown component: {', '.join(sorted(unknown))}")
    for kind, found in by_kind.items():
        if kind != "button" and len(found) > 1:
            raise Refusal(132018, f"There is more than one component of type {kind}")
    first = {kind: found[0] for kind, found in by_kind.items()}
    read_header(form, first.get("header"), draft)
    draft.shown = _read_body(form, first.get("body"))
    read_buttons(form, by_kind.get("button", []), draft)
    _read_offer(form, first.get("limited_time_offer"))
    _read_carousel(form, first.get("carousel"), draft)


def _read_body(form: Form, component: Fields | None) -> str:
    text = form.text("BODY")
    shown = read_texts("body", text, component, is_named=form.is_named, is_otp=form.is_otp)
    if len(shown) > BODY_LIMIT:
        raise Refusal(132005, f"body: the text has {len(shown)} characters, {BODY_LIMIT} at most are shown")
    return shown


def _read_offer(form: Form, component: Fields | None) -> None:
    offer = form.part("LIMITED_TIME_OFFER")
    if component is not None and offer is None:
        raise Refusal(132018, "limited_time_offer: the template has none")
    if offer is None or not offer.get("limited_time_offer", {}).get("has_expiration"):
        return
    if component is None:
        raise Refusal(132012, "limited_time_offer: expiration_time_ms is missing")
    (parameter,) = component.children("parameters", 1, 1)
    parameter.choice("type", {"limited_time_offer"})
    parameter.child("limited_time_offer").number("expiration_time_ms")


def _read_carousel(form: Form, component: Fields | None, draft: Draft) -> None:
    carousel = form.part("CAROUSEL")
    if carousel is None:
        if component is not None:
            raise Refusal(132018, "carousel: the template has none")
        return
    forms = [Form(card.get("components", []), form.is_named) for card in carousel.get("cards", [])]
    cards = component.children("cards", 0, 10) if component is not None else []
    if len(cards) != len(forms):
        raise Refusal(132012, f"carousel: the template has {len(forms)} cards, not {len(cards)}")
    shown = draft.shown
    for index, (card, card_form) in enumerate(zip(cards, forms, strict=True)):
        if card.whole("card_index", 0, len(forms) - 1) != index:
            raise card.wrong("card_index", f"must be {index}.")
        _read_components(card, card_form, draft)
    draft.shown = shown
