"""Reads the definition of a template as strictly as Meta does: name, language, category, components."""

import re
from collections.abc import Callable, Collection
from typing import Any

from app.sandbox.calls import unpacked
from app.sandbox.template_buttons import check_buttons
from app.sandbox.template_languages import LANGUAGES
from app.sandbox.template_refusals import (
    LACKS_FIELDS,
    TOO_LONG,
    UNKNOWN_HANDLE,
    WRONG_FOOTER,
    WRONG_NAME,
    malformed,
    refused,
)
from app.sandbox.template_texts import (
    CARD_BODY_LIMIT,
    OFFER_BODY_LIMIT,
    check_body,
    check_footer,
    check_header_text,
)
from app.sandbox.world import Json

NAME = re.compile(r"[a-z0-9_]+")
NAME_LIMIT = 512
CATEGORIES = ("AUTHENTICATION", "MARKETING", "UTILITY")
TTL_S = {"AUTHENTICATION": (30, 900), "UTILITY": (30, 12 * 3600), "MARKETING": (12 * 3600, 30 * 86400)}
MEDIA = {
    "IMAGE": ("image/jpeg", "image/jpg", "image/png"),
    "VIDEO": ("video/mp4",),
    "GIF": ("video/mp4",),
    "DOCUMENT": ("application/pdf",),
}
FORMATS = frozenset({"TEXT", "LOCATION", "PRODUCT", *MEDIA})
CARD_FORMATS = frozenset({"IMAGE", "VIDEO", "PRODUCT"})
LEAST_CARDS, MOST_CARDS, MOST_CARD_BUTTONS = 2, 10, 2
OFFER_TEXT_LIMIT = 16
LONGEST_CODE_MINUTES = 90

KindOfHandle = Callable[[str], str | None]  # MIME type of an upload by its handle, None for a foreign one


def check_name(name: Any) -> str:
    """A template's name. Raises Refusal 100."""
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise refused(WRONG_NAME, "A name can have lower case letters, digits and underscores only.")
    if len(name) > NAME_LIMIT:
        raise refused(TOO_LONG, f"A name can have {NAME_LIMIT} characters at most.")
    return name


def check_choice(value: Any, name: str, known: Collection[str]) -> str:
    """One of Meta's words, in any case. Raises Refusal 100."""
    if not isinstance(value, str) or value.upper() not in known:
        raise malformed(f"Param {name} must be one of {{{', '.join(sorted(known))}}}.")
    return value.upper()


def check_language(value: Any) -> str:
    """A language code in underscore form. Raises Refusal 100."""
    if value not in LANGUAGES:
        raise malformed("Param language must be one of the supported language codes, such as en_GB.")
    return str(value)


def check_ttl(value: Any, category: str) -> int:
    """How long delivery is tried, in seconds. Raises Refusal 100."""
    least, most = TTL_S[category]
    if isinstance(value, bool) or not isinstance(value, int) or not (value == -1 or least <= value <= most):
        raise malformed(f"message_send_ttl_seconds of {category} lies between {least} and {most}.")
    return value


def check_components(parts: Any, category: str, parameter_format: str, kind_of: KindOfHandle) -> list[Json]:
    """The components with their types in upper case, in Meta's order. Raises Refusal 100."""
    rules = _Rules(category, parameter_format, kind_of)
    return rules.checked(unpacked(parts))


class _Rules:
    def __init__(self, category: str, parameter_format: str, kind_of: KindOfHandle) -> None:
        self._category = category
        self._format = parameter_format
        self._kind_of = kind_of

    def checked(self, parts: Any) -> list[Json]:
        found = _by_type(parts)
        if "BODY" not in found:
            raise refused(LACKS_FIELDS, "A template needs a component of type BODY.")
        if self._category == "AUTHENTICATION":
            _check_authentication(found)
        else:
            self._check(found)
        if "BUTTONS" in found:
            check_buttons(found["BUTTONS"], self._category)
        return [found[kind] for kind in ORDER if kind in found]

    def _check(self, found: dict[str, Json]) -> None:
        if "HEADER" in found:
            self._check_header(found["HEADER"], FORMATS)
        if "FOOTER" in found:
            check_footer(found["FOOTER"])
        limits = {"limit": OFFER_BODY_LIMIT} if "LIMITED_TIME_OFFER" in found else {}
        check_body(found["BODY"], self._format, **limits)
        for kind, check in (("LIMITED_TIME_OFFER", _check_offer), ("CAROUSEL", self._check_carousel)):
            if kind in found:
                if self._category != "MARKETING":
                    raise malformed(f"A component of type {kind} is for marketing templates only.")
                check(found)

    def _check_header(self, header: Json, formats: Collection[str]) -> None:
        kind = check_choice(header.get("format"), "format", formats)
        header["format"] = kind
        if kind == "TEXT":
            check_header_text(header, self._format)
        elif kind in MEDIA:
            self._check_handle(header, kind)
        if kind == "GIF" and self._category != "MARKETING":
            raise malformed("A header of format GIF is for marketing templates only.")

    def _check_handle(self, header: Json, kind: str) -> None:
        example = header.get("example")
        handles = example.get("header_handle") if isinstance(example, dict) else None
        if not isinstance(handles, list) or len(handles) != 1 or not isinstance(handles[0], str):
            raise refused(LACKS_FIELDS, "Component of type HEADER is missing expected field(s): example.")
        if self._kind_of(handles[0]) not in MEDIA[kind]:
            raise refused(UNKNOWN_HANDLE, f"Upload a sample of format {kind} first, and give its handle.")

    def _check_carousel(self, found: dict[str, Json]) -> None:
        if found.keys() & {"HEADER", "FOOTER", "BUTTONS", "LIMITED_TIME_OFFER"}:
            raise malformed("Beside a carousel there is only a body.")
        cards = found["CAROUSEL"].get("cards")
        if not isinstance(cards, list) or not LEAST_CARDS <= len(cards) <= MOST_CARDS:
            raise malformed(f"A carousel has {LEAST_CARDS} to {MOST_CARDS} cards.")
        if len({self._check_card(card) for card in cards}) > 1:
            raise malformed("All cards of a carousel have the same components and buttons.")

    def _check_card(self, card: Any) -> tuple[str, ...]:
        """The card's structure, by which cards are compared."""
        if not isinstance(card, dict):
            raise malformed("A card is an object with components.")
        found = _by_type(card.get("components"))
        if found.keys() - {"HEADER", "BODY", "BUTTONS"} or "HEADER" not in found:
            raise malformed("A card has a header, a body and buttons.")
        self._check_header(found["HEADER"], CARD_FORMATS)
        if "BODY" in found:
            check_body(found["BODY"], self._format, limit=CARD_BODY_LIMIT)
        if "BUTTONS" not in found:
            raise refused(LACKS_FIELDS, "A card needs a component of type BUTTONS.")
        check_buttons(found["BUTTONS"], self._category, most=MOST_CARD_BUTTONS)
        kinds = [button["type"] for button in found["BUTTONS"]["buttons"]]
        return (found["HEADER"]["format"], str("BODY" in found), *kinds)


ORDER = ("HEADER", "BODY", "LIMITED_TIME_OFFER", "FOOTER", "BUTTONS", "CAROUSEL", "CALL_PERMISSION_REQUEST")


def _by_type(parts: Any) -> dict[str, Json]:
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise malformed("Param components must be a list of objects.")
    found: dict[str, Json] = {}
    for part in parts:
        kind = check_choice(part.get("type"), "type", ORDER)
        if kind in found:
            raise malformed(f"There can be one component of type {kind}.")
        found[kind] = part | {"type": kind}
    return found


def _check_offer(found: dict[str, Json]) -> None:
    offer = found["LIMITED_TIME_OFFER"].get("limited_time_offer")
    text = offer.get("text") if isinstance(offer, dict) else None
    if not isinstance(text, str) or not text:
        raise refused(
            LACKS_FIELDS, "Component of type LIMITED_TIME_OFFER is missing expected field(s): text."
        )
    if len(text) > OFFER_TEXT_LIMIT:
        raise refused(TOO_LONG, f"The text of an offer can have {OFFER_TEXT_LIMIT} characters at most.")
    if "FOOTER" in found:
        raise refused(WRONG_FOOTER, "A limited-time offer has no footer.")


def _check_authentication(found: dict[str, Json]) -> None:
    """One-time codes: Meta writes the texts, the business chooses what they say beside the code."""
    if found.keys() - {"BODY", "FOOTER", "BUTTONS"} or "BUTTONS" not in found:
        raise malformed("An authentication template has a body, perhaps a footer, and one OTP button.")
    if "text" in found["BODY"]:
        raise malformed("The body of an authentication template is Meta's own and has no text.")
    if not isinstance(found["BODY"].get("add_security_recommendation", False), bool):
        raise malformed("add_security_recommendation must be a boolean.")
    minutes = found.get("FOOTER", {}).get("code_expiration_minutes", 1)
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= LONGEST_CODE_MINUTES:
        raise malformed(f"code_expiration_minutes lies between 1 and {LONGEST_CODE_MINUTES}.")
