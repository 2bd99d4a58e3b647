"""Messages to tap on: buttons, lists, links, flows and requests. Products and carousels are in commerce.py."""

import unicodedata
from collections.abc import Callable
from urllib.parse import urlsplit

from app.sandbox.outbound.commerce import (
    read_address,
    read_carousel,
    read_catalog,
    read_product,
    read_product_list,
)
from app.sandbox.outbound.fields import Fields, invalid
from app.sandbox.outbound.holdings import Draft
from app.sandbox.outbound.plain import read_media
from app.sandbox.world import Json

BODY_LIMIT, LIST_BODY_LIMIT, FOOTER_LIMIT, HEADER_LIMIT = 1024, 4096, 60, 60
LABEL_LIMIT, ID_LIMIT, ROW_ID_LIMIT, ROW_TITLE_LIMIT, ROW_LIMIT = 20, 256, 200, 24, 72
MOST_ROWS = MOST_SECTIONS = 10
LONGEST_CALL_BUTTON_MIN = 43_200
ANY_HEADER = frozenset({"text", "image", "video", "document"})
NO_HEADER: frozenset[str] = frozenset()

Reader = Callable[[Fields, Fields, Draft], None]  # the message, its action, what is found


def read_interactive(fields: Fields, draft: Draft) -> Json:
    """Any interactive message."""
    kind = fields.choice("type", KINDS)
    headers, is_body_needed, reader = KINDS[kind]
    _read_header(fields, headers, draft)
    _read_body(fields, kind, draft, is_needed=is_body_needed)
    if footer := fields.maybe_child("footer"):
        footer.text("text", FOOTER_LIMIT)
    reader(fields, fields.child("action"), draft)
    return fields.raw


def _read_header(fields: Fields, kinds: frozenset[str], draft: Draft) -> None:
    header = fields.maybe_child("header")
    if header is None:
        return
    if not kinds:
        raise invalid(f"Param {fields.where('header')} is not allowed here.")
    kind = header.choice("type", kinds)
    if kind == "text":
        header.text("text", HEADER_LIMIT)
    else:
        read_media(header.child(kind), draft, kind)


def _read_body(fields: Fields, kind: str, draft: Draft, *, is_needed: bool) -> None:
    draft.shown = None  # not the caption of a picture in the header
    body = fields.child("body") if is_needed else fields.maybe_child("body")
    if body is not None:
        draft.shown = body.text("text", LIST_BODY_LIMIT if kind == "list" else BODY_LIMIT)


def _read_buttons(fields: Fields, action: Fields, draft: Draft) -> None:
    buttons = action.children("buttons", 1, 3)
    replies = []
    for button in buttons:
        button.choice("type", {"reply"})
        replies.append(button.child("reply"))
    action.check_unique("buttons", [reply.text("id", ID_LIMIT) for reply in replies])
    action.check_unique("buttons", [reply.text("title", LABEL_LIMIT) for reply in replies])


def _read_list(fields: Fields, action: Fields, draft: Draft) -> None:
    action.text("button", LABEL_LIMIT)
    sections = action.children("sections", 1, MOST_SECTIONS)
    ids: list[str] = []
    for section in sections:
        if len(sections) > 1:
            section.text("title", ROW_TITLE_LIMIT)
        section.maybe_text("title", ROW_TITLE_LIMIT)
        for row in section.children("rows", 1, MOST_ROWS):
            ids.append(row.text("id", ROW_ID_LIMIT))
            row.text("title", ROW_TITLE_LIMIT)
            row.maybe_text("description", ROW_LIMIT)
    if len(ids) > MOST_ROWS:
        raise action.wrong("sections", f"must have {MOST_ROWS} rows in all, not {len(ids)}.")
    action.check_unique("sections", ids)


def _read_link(fields: Fields, action: Fields, draft: Draft) -> None:
    action.choice("name", {"cta_url"})
    parameters = action.child("parameters")
    parameters.text("display_text", LABEL_LIMIT)
    address = urlsplit(parameters.text("url", 2000))
    if address.scheme not in {"http", "https"} or not address.netloc:
        raise parameters.wrong("url", "is not a valid URL.")


def _read_flow(fields: Fields, action: Fields, draft: Draft) -> None:
    action.choice("name", {"flow"})
    parameters = action.child("parameters")
    parameters.choice("flow_message_version", {"3"})
    if parameters.has("flow_id") == parameters.has("flow_name"):
        raise invalid(f"Param {parameters.where()} must have either flow_id or flow_name.")
    label = parameters.text("flow_cta", 30)
    if any(unicodedata.category(sign) == "So" for sign in label):
        raise parameters.wrong("flow_cta", "must not have an emoji.")
    parameters.maybe_text("flow_token")
    if parameters.has("mode"):
        parameters.choice("mode", {"draft", "published"})
    kind = parameters.raw.get("flow_action", "navigate")
    if parameters.has("flow_action"):
        parameters.choice("flow_action", {"navigate", "data_exchange"})
    if kind == "data_exchange":
        parameters.check_absent("flow_action_payload")
    payload = parameters.maybe_child("flow_action_payload")
    if payload is not None and payload.raw.get("data") == {}:
        raise payload.wrong("data", "must not be empty.")


def _read_request(name: str) -> Reader:
    """The three requests whose action has a name and nothing else."""

    def read(fields: Fields, action: Fields, draft: Draft) -> None:
        action.choice("name", {name})

    return read


def _read_call_button(fields: Fields, action: Fields, draft: Draft) -> None:
    action.choice("name", {"voice_call"})
    if parameters := action.maybe_child("parameters"):
        parameters.maybe_text("display_text", LABEL_LIMIT)
        parameters.whole("ttl_minutes", 1, LONGEST_CALL_BUTTON_MIN)
        parameters.maybe_text("payload", 512)


KINDS: dict[str, tuple[frozenset[str], bool, Reader]] = {  # headers, whether a body is needed, the rest
    "button": (ANY_HEADER, True, _read_buttons),
    "list": (frozenset({"text"}), True, _read_list),
    "cta_url": (ANY_HEADER, True, _read_link),
    "flow": (ANY_HEADER, True, _read_flow),
    "location_request_message": (NO_HEADER, True, _read_request("send_location")),
    "call_permission_request": (NO_HEADER, False, _read_request("call_permission_request")),
    "request_contact_info": (NO_HEADER, True, _read_request("request_contact_info")),
    "voice_call": (NO_HEADER, True, _read_call_button),
    "product": (NO_HEADER, False, read_product),
    "product_list": (frozenset({"text"}), True, read_product_list),
    "catalog_message": (NO_HEADER, True, read_catalog),
    "address_message": (NO_HEADER, True, read_address),
    "carousel": (NO_HEADER, True, read_carousel),
}
