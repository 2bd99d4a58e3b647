"""The parts of a template that take parameters: header, texts with variables, buttons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from app.sandbox.graph_errors import Refusal
from app.sandbox.outbound.commerce import check_sections
from app.sandbox.outbound.fields import Fields
from app.sandbox.outbound.holdings import Draft
from app.sandbox.outbound.plain import read_location, read_media
from app.sandbox.world import Json

VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
UNTIDY = re.compile(r"[\n\r\t]| {5}")
HEADER_LIMIT, COUPON_LIMIT, CODE_LIMIT = 60, 15, 15
MEDIA_FORMATS = frozenset({"IMAGE", "VIDEO", "DOCUMENT", "GIF"})
OTP_BODY = "*{{1}}* is your verification code."
SUB_TYPES = {
    "QUICK_REPLY": "quick_reply",
    "URL": "url",
    "OTP": "url",
    "COPY_CODE": "copy_code",
    "FLOW": "flow",
    "CATALOG": "catalog",
    "MPM": "mpm",
    "SPM": "catalog",
    "VOICE_CALL": "voice_call",
    "PHONE_NUMBER": "phone_number",
    "REQUEST_CONTACT_INFO": "request_contact_info",
    "CALL_PERMISSION_REQUEST": "call_permission_request",
}


@dataclass(frozen=True, slots=True)
class Form:
    """The definition of a template, or of one card of its carousel."""

    components: Sequence[Json]
    is_named: bool

    @classmethod
    def of(cls, definition: Json) -> Self:
        """The whole template."""
        is_named = str(definition.get("parameter_format", "POSITIONAL")).upper() == "NAMED"
        return cls(definition.get("components", []), is_named)

    def part(self, kind: str) -> Json | None:
        """The component of this type."""
        return next((part for part in self.components if str(part.get("type")).upper() == kind), None)

    def text(self, kind: str) -> str:
        """The text of a component; one-time codes have a fixed body that their definition leaves out."""
        part = self.part(kind) or {}
        return str(part.get("text") or (OTP_BODY if self.is_otp and kind == "BODY" else ""))

    @property
    def buttons(self) -> list[Json]:
        """All buttons in order."""
        part = self.part("BUTTONS")
        return list(part.get("buttons", [])) if part else []

    @property
    def is_otp(self) -> bool:
        """Whether this is about a one-time code."""
        return any(str(button.get("type")).upper() == "OTP" for button in self.buttons)


def read_texts(
    where: str, text: str, component: Fields | None, *, is_named: bool, is_otp: bool = False
) -> str:
    """Fill the variables of a text. Raises Refusal 132000 for a wrong count, 132012 for wrong names or types."""
    names = list(dict.fromkeys(VARIABLE.findall(text)))
    given = component.children("parameters", 0, 100) if component and component.has("parameters") else []
    if len(given) != len(names):
        raise Refusal(
            132000,
            f"{where}: number of localizable_params ({len(given)}) does not match the expected number "
            f"of params ({len(names)})",
        )
    values: dict[str, str] = {}
    for index, parameter in enumerate(given):
        name = parameter.maybe_text("parameter_name")
        if is_named != (name is not None):
            raise Refusal(132012, f"{where}: parameter {index} must {'' if is_named else 'not '}be named")
        values[name or names[index]] = _shown(where, parameter, CODE_LIMIT if is_otp else None)
    if set(values) != set(names):
        raise Refusal(132012, f"{where}: the parameters must be {', '.join(names)}")
    return VARIABLE.sub(lambda match: values[match[1]], text)


def _shown(where: str, parameter: Fields, limit: int | None) -> str:
    """What a parameter shows: its text, or the fall-back of a legacy kind."""
    kind = parameter.text("type").lower()
    if kind in {"currency", "date_time"}:
        return parameter.child(kind).text("fallback_value")
    if kind != "text":
        raise Refusal(132012, f"{where}: Format mismatch, expected TEXT, received {kind.upper()}")
    text = parameter.text("text", limit)
    if UNTIDY.search(text):
        raise Refusal(
            132018,
            f"{where}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
        )
    return text


def read_header(form: Form, component: Fields | None, draft: Draft) -> None:
    """The header: text with at most one variable, a file, or a place."""
    part = form.part("HEADER")
    format_ = str(part.get("format", "TEXT")).upper() if part else "NONE"
    if format_ in {"TEXT", "NONE"}:
        shown = read_texts("header", form.text("HEADER"), component, is_named=form.is_named)
        if len(shown) > HEADER_LIMIT:
            raise Refusal(132005, f"header: the text has {len(shown)} characters")
        return
    given = component.children("parameters", 0, 5) if component and component.has("parameters") else []
    kind = str(given[0].raw.get("type")).upper() if len(given) == 1 else "UNKNOWN"
    if kind != format_:
        raise Refusal(132012, f"header: Format mismatch, expected {format_}, received {kind}")
    if format_ in MEDIA_FORMATS:
        read_media(given[0].child(kind.lower()), draft, kind.lower())
    elif format_ == "LOCATION":
        read_location(given[0].child("location"), draft)


def read_buttons(form: Form, given: Sequence[Fields], draft: Draft) -> None:
    """The parameters of the buttons; `index` counts all buttons of the template."""
    found: dict[int, Fields] = {}
    for component in given:
        index = component.whole("index", 0, 9)
        if index is None:
            raise component.missing("index")
        if index >= len(form.buttons) or index in found:
            raise Refusal(132018, f"buttons: there is no button at index {index} to fill")
        expected = SUB_TYPES.get(str(form.buttons[index].get("type")).upper(), "")
        if component.text("sub_type").lower() != expected:
            raise Refusal(132018, f"buttons: the button at index {index} is of type {expected}")
        found[index] = component
    for index, button in enumerate(form.buttons):
        _read_button(index, button, found.get(index), draft)


def _read_button(index: int, button: Json, component: Fields | None, draft: Draft) -> None:
    kind = str(button.get("type")).upper()
    is_needed = kind in {"COPY_CODE", "OTP", "MPM"} or (
        kind == "URL" and VARIABLE.search(button.get("url", ""))
    )
    if component is None:
        if is_needed:
            raise Refusal(131008, f"buttons: Button at index {index} of type {kind} requires a parameter")
        return
    if kind == "URL" and not is_needed:
        raise Refusal(132000, f"buttons: Button at index {index} has no variable")
    (parameter,) = component.children("parameters", 1, 1)
    match kind:
        case "QUICK_REPLY":
            parameter.choice("type", {"payload"})
            parameter.text("payload", 256)
        case "URL" | "OTP":
            _shown("buttons", parameter, CODE_LIMIT if kind == "OTP" else 2000)
        case "COPY_CODE":
            parameter.choice("type", {"coupon_code"})
            parameter.text("coupon_code", COUPON_LIMIT)
        case "FLOW" | "CATALOG" | "MPM" | "SPM":
            parameter.choice("type", {"action"})
            action = parameter.child("action")
            if kind == "MPM":
                check_sections(action, draft)
