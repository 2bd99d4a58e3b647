"""The number's node: its fields, its PIN, registration, verification, display name, settings."""

import hmac
import re
from typing import Any

from app.domain.clock import Clock
from app.sandbox.account import Account
from app.sandbox.agenda import Agenda
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid, success, unpacked
from app.sandbox.fields import parse_fields
from app.sandbox.graph_errors import Refusal
from app.sandbox.notices import Notices
from app.sandbox.number_shown import number_shown
from app.sandbox.subscriptions_api import Subscriptions
from app.sandbox.world import Json, World

PIN = re.compile(r"[0-9]{6}")
REGISTRATIONS, IN_S = 10, 72 * 3600.0
PIN_GUESSES, GUESSES_IN_S = 5, 3600.0
NAME_REVIEW_S = 5.0
REFUSED_NAME = "reject"  # a display name that contains it is declined
SETTINGS = frozenset({"calling", "user_identity_change", "storage_configuration", "payload_encryption"})


class NumberApi:
    """`/<PNID>` and what registers it."""

    def __init__(
        self, world: World, notices: Notices, subscriptions: Subscriptions, clock: Clock, agenda: Agenda
    ) -> None:
        self._world = world
        self._notices = notices
        self._subscriptions = subscriptions
        self._clock = clock
        self._agenda = agenda

    def edges(self) -> Edges:
        """What this serves on the number's node."""
        return {
            ("GET", ""): self._get,
            ("POST", ""): self._change,
            ("POST", "register"): self._register,
            ("POST", "deregister"): self._deregister,
            ("POST", "request_code"): self._request_code,
            ("POST", "verify_code"): self._verify_code,
            ("GET", "settings"): self._settings,
            ("POST", "settings"): self._set,
        }

    @property
    def _account(self) -> Account:
        return self._world.account

    def _now(self) -> float:
        return self._clock.now().timestamp()

    async def _get(self, call: EdgeCall) -> Reply:
        return Reply(200, number_shown(self._account, call.query.get("fields")))

    async def _change(self, call: EdgeCall) -> Reply:
        if "pin" in call.params:
            self._account.pin = _pin(call)
            value = {"display_phone_number": self._world.business.phone, "event": "PIN_CHANGED"}
            self._notices.tell("security", value)
        elif "webhook_configuration" in call.params:
            await self._subscriptions.override_number(unpacked(call.params["webhook_configuration"]))
        elif "new_display_name" in call.params:
            self._rename(call.text("new_display_name"))
        else:
            raise invalid("Only pin, webhook_configuration and new_display_name can be changed here.")
        return success()

    def _rename(self, name: str) -> None:
        number = self._account.number
        number |= {"new_display_name": name, "new_name_status": "PENDING_REVIEW"}

        async def decide() -> None:
            is_good = REFUSED_NAME not in name.lower()
            value: Json = {"display_phone_number": self._world.business.phone}
            value |= {"decision": "APPROVED" if is_good else "REJECTED", "requested_verified_name": name}
            number["new_name_status"] = "APPROVED" if is_good else "DECLINED"
            if is_good:
                number["verified_name"] = name
            else:
                value["rejection_reason"] = "NAME_NOT_RELATED_TO_BUSINESS"
            self._notices.tell("phone_number_name_update", value)

        self._agenda.after(NAME_REVIEW_S, decide)

    async def _register(self, call: EdgeCall) -> Reply:
        if call.params.get("messaging_product") != "whatsapp":
            raise invalid("The parameter messaging_product is required.")
        pin, account = _pin(call), self._account
        if account.number["code_verification_status"] != "VERIFIED":
            raise Refusal(133006)
        self._check_guesses()
        if account.pin is not None and not hmac.compare_digest(pin, account.pin):
            account.pin_misses.append(self._now())
            raise Refusal(133005)
        self._spend_registration()
        account.pin, account.is_registered = pin, True
        if region := call.params.get("data_localization_region"):
            account.settings["storage_configuration"] = {
                "status": "IN_COUNTRY_STORAGE_ENABLED",
                "data_localization_region": region,
            }
        return success()

    def _check_guesses(self) -> None:
        misses = self._account.pin_misses
        misses[:] = [at for at in misses if self._now() - at < GUESSES_IN_S]
        if len(misses) >= PIN_GUESSES:
            raise Refusal(133008)

    def _spend_registration(self) -> None:
        done = self._account.registrations
        done[:] = [at for at in done if self._now() - at < IN_S]
        if len(done) >= REGISTRATIONS:
            raise Refusal(133016)
        done.append(self._now())

    async def _deregister(self, call: EdgeCall) -> Reply:
        if self._account.number["is_on_biz_app"]:
            raise invalid("A number that is also used in the WhatsApp Business app cannot be deregistered.")
        if not self._account.is_registered:
            raise Refusal(133010)
        self._spend_registration()
        self._account.is_registered = False
        return success()

    async def _request_code(self, call: EdgeCall) -> Reply:
        if call.text("code_method").upper() not in {"SMS", "VOICE"}:
            raise invalid("Param code_method must be one of {SMS, VOICE}.")
        call.text("language")
        chance = self._world.chance("code", self._world.next_number())
        self._account.code = f"{chance.randrange(10**6):06d}"
        self._account.number["code_verification_status"] = "NOT_VERIFIED"
        return success()

    async def _verify_code(self, call: EdgeCall) -> Reply:
        code = call.text("code").replace("-", "")
        if self._account.code is None or not hmac.compare_digest(code.encode(), self._account.code.encode()):
            raise Refusal(100, "The verification code is wrong or was never sent.")
        self._account.code = None
        self._account.number["code_verification_status"] = "VERIFIED"
        return success()

    async def _settings(self, call: EdgeCall) -> Reply:
        asked = call.query.get("fields")
        names = parse_fields(asked).keys() & SETTINGS if asked else SETTINGS
        shown = {"storage_configuration": {"status": "DEFAULT"}} | self._account.settings
        return Reply(200, {name: shown[name] for name in sorted(names) if name in shown})

    async def _set(self, call: EdgeCall) -> Reply:
        wished = {name: unpacked(call.params[name]) for name in SETTINGS if name in call.params}
        if not wished or not all(isinstance(value, dict) for value in wished.values()):
            raise invalid(f"Give one of {{{', '.join(sorted(SETTINGS))}}} as a JSON object.")
        for name, value in wished.items():
            _check_setting(name, value)
            self._account.settings[name] = self._account.settings.get(name, {}) | value
        return success()


def _check_setting(name: str, value: Json) -> None:
    if name == "calling" and value.get("status", "ENABLED") not in {"ENABLED", "DISABLED"}:
        raise invalid("calling.status must be one of {ENABLED, DISABLED}.")
    wish: Any = value.get("enable_identity_key_check", True)
    if name == "user_identity_change" and not isinstance(wish, bool):
        raise invalid("user_identity_change.enable_identity_key_check must be a boolean.")


def _pin(call: EdgeCall) -> str:
    pin = call.text("pin")
    if not PIN.fullmatch(pin):
        raise invalid("Param pin must be a string of 6 digits.")
    return pin
