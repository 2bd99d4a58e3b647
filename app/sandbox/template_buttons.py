"""Meta's rules for the buttons of a template: kinds, numbers, order, texts."""

import itertools
import re
from collections import Counter
from collections.abc import Callable

from app.sandbox.template_refusals import LACKS_FIELDS, TOO_LONG, malformed, refused
from app.sandbox.template_texts import variables
from app.sandbox.world import Json

MOST_BUTTONS = 10
TEXT_LIMIT, URL_LIMIT, NUMBER_LIMIT, COUPON_LIMIT = 25, 2000, 20, 15
MOST = {"QUICK_REPLY": 10, "URL": 2}  # of the other kinds there is one at most
ADDRESS = re.compile(r"https?://\S+")
NUMBER = re.compile(r"\+?[0-9][0-9 ().\-]*")
NO_TEXT = frozenset({"COPY_CODE", "REQUEST_CONTACT_INFO", "OTP", "CALL_PERMISSION_REQUEST"})
MARKETING_ONLY = frozenset({"CATALOG", "MPM", "SPM"})
NOT_AUTHENTICATION = "Authentication templates have one OTP button and no other."


def check_buttons(part: Json, category: str, *, most: int = MOST_BUTTONS) -> None:
    """The BUTTONS of a template or of a card. Raises Refusal 100."""
    buttons = part.get("buttons")
    if not isinstance(buttons, list) or not buttons or not all(isinstance(one, dict) for one in buttons):
        raise refused(LACKS_FIELDS, "Component of type BUTTONS is missing expected field(s): buttons.")
    if len(buttons) > most:
        raise malformed(f"There can be {most} buttons at most.")
    for button in buttons:
        _check_kind(button, category)
        _check_text(button)
        if (check := CHECKS.get(button["type"])) is not None:
            check(button)
    _check_counts_and_order([button["type"] for button in buttons], category)


def _check_kind(button: Json, category: str) -> None:
    button["type"] = str(button.get("type", "")).upper()
    kind = button["type"]
    if kind not in KINDS:
        raise malformed(f"Button type must be one of {{{', '.join(sorted(KINDS))}}}.")
    if (kind == "OTP") != (category == "AUTHENTICATION"):
        raise malformed(NOT_AUTHENTICATION)
    if kind in MARKETING_ONLY and category != "MARKETING":
        raise malformed(f"A {kind} button is for marketing templates only.")


def _check_text(button: Json) -> None:
    kind, text = button["type"], button.get("text")
    if text is None and kind in NO_TEXT:
        return
    if not isinstance(text, str) or not text:
        raise refused(LACKS_FIELDS, f"Button of type {kind} is missing expected field(s): text.")
    if len(text) > TEXT_LIMIT:
        raise refused(TOO_LONG, f"The text of a button can have {TEXT_LIMIT} characters at most.")
    if "{{" in text or "\n" in text:
        raise malformed("The text of a button can have no variables and no line break.")


def _check_counts_and_order(kinds: list[str], category: str) -> None:
    for kind, count in Counter(kinds).items():
        if count > MOST.get(kind, 1):
            raise malformed(f"There can be {MOST.get(kind, 1)} buttons of type {kind} at most.")
    if category == "AUTHENTICATION" and len(kinds) != 1:
        raise malformed(NOT_AUTHENTICATION)
    are_replies = [kind == "QUICK_REPLY" for kind in kinds]
    if sum(a != b for a, b in itertools.pairwise(are_replies)) > 1:
        raise malformed("Quick replies stand together, before or after all other buttons.")


def _check_url(button: Json) -> None:
    url = button.get("url")
    if not isinstance(url, str) or not url:
        raise refused(LACKS_FIELDS, "Button of type URL is missing expected field(s): url.")
    if len(url) > URL_LIMIT:
        raise refused(TOO_LONG, f"The address of a button can have {URL_LIMIT} characters at most.")
    if not ADDRESS.fullmatch(url):
        raise malformed("The address of a button begins with http:// or https://.")
    names = variables(url)
    if not names:
        return
    if names != ["1"] or not url.endswith("{{1}}"):
        raise malformed("The address of a button can have one variable, {{1}}, at its end.")
    example = button.get("example")
    example = example if isinstance(example, list) else [example]
    if len(example) != 1 or not isinstance(example[0], str) or not example[0]:
        raise refused(LACKS_FIELDS, "Button of type URL is missing expected field(s): example.")


def _check_phone(button: Json) -> None:
    number = button.get("phone_number")
    if not isinstance(number, str) or not number:
        raise refused(LACKS_FIELDS, "Button of type PHONE_NUMBER is missing expected field(s): phone_number.")
    if len(number) > NUMBER_LIMIT or not NUMBER.fullmatch(number):
        raise malformed(f"The number of a button has {NUMBER_LIMIT} characters at most, all of them digits.")


def _check_coupon(button: Json) -> None:
    example = button.get("example")
    code = example[0] if isinstance(example, list) and len(example) == 1 else example
    if not isinstance(code, str) or not code:
        raise refused(LACKS_FIELDS, "Button of type COPY_CODE is missing expected field(s): example.")
    if len(code) > COUPON_LIMIT:
        raise refused(TOO_LONG, f"The code of a button can have {COUPON_LIMIT} characters at most.")


def _check_flow(button: Json) -> None:
    if not any(button.get(name) for name in ("flow_id", "flow_name", "flow_json")):
        raise refused(LACKS_FIELDS, "Button of type FLOW is missing expected field(s): flow_id.")
    if button.get("flow_action", "navigate").lower() not in {"navigate", "data_exchange"}:
        raise malformed("flow_action must be one of {navigate, data_exchange}.")


def _check_otp(button: Json) -> None:
    kind = str(button.get("otp_type", "")).upper()
    if kind not in {"COPY_CODE", "ONE_TAP", "ZERO_TAP"}:
        raise malformed("otp_type must be one of {COPY_CODE, ONE_TAP, ZERO_TAP}.")
    button["otp_type"] = kind
    apps = button.get("supported_apps")
    has_apps = isinstance(apps, list) and bool(apps) and all(_is_app(app) for app in apps)
    has_old_app = bool(button.get("package_name") and button.get("signature_hash"))
    if kind != "COPY_CODE" and not (has_apps or has_old_app):
        raise refused(LACKS_FIELDS, f"Button of type {kind} is missing expected field(s): supported_apps.")


def _is_app(app: object) -> bool:
    return isinstance(app, dict) and bool(app.get("package_name")) and bool(app.get("signature_hash"))


CHECKS: dict[str, Callable[[Json], None]] = {
    "URL": _check_url,
    "PHONE_NUMBER": _check_phone,
    "COPY_CODE": _check_coupon,
    "FLOW": _check_flow,
    "OTP": _check_otp,
}
KINDS = CHECKS.keys() | NO_TEXT | MARKETING_ONLY | {"QUICK_REPLY", "VOICE_CALL"}
