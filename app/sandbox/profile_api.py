"""What customers see and can do before they write: profile, catalogue switch, greetings, username."""

import re
from typing import Any

from app.sandbox.account import Account
from app.sandbox.asgi import Reply
from app.sandbox.calls import EdgeCall, Edges, invalid, success, unpacked
from app.sandbox.fields import parse_fields, plain, show
from app.sandbox.graph_errors import Refusal
from app.sandbox.notices import Notices
from app.sandbox.template_rules import KindOfHandle
from app.sandbox.world import Json, World

LIMITS = {"about": 139, "address": 256, "description": 512, "email": 128}
WEBSITES, WEBSITE_LIMIT = 2, 256
WEBSITE = re.compile(r"https?://\S+")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
VERTICALS = frozenset(
    "ALCOHOL APPAREL AUTO BEAUTY EDU ENTERTAIN EVENT_PLAN FINANCE GOVT GROCERY HEALTH HOTEL NONPROFIT "
    "ONLINE_GAMBLING OTC_DRUGS OTHER PHYSICAL_GAMBLING PROF_SERVICES RESTAURANT RETAIL TRAVEL NOT_A_BIZ".split()
)
PICTURES = frozenset({"image/jpeg", "image/jpg", "image/png"})
PROFILE = (*LIMITS, "websites", "vertical", "profile_picture_url", "messaging_product")
PROMPTS, PROMPT_LIMIT = 4, 80
COMMANDS, COMMAND_LIMIT, DESCRIPTION_LIMIT = 30, 32, 256
USERNAME = re.compile(r"(?!.*\.\.)(?!www)(?!\.)(?=.*[a-z])[a-z0-9._]{3,35}(?<!\.)")
DOMAINS = (".com", ".net", ".org", ".fr", ".io")
TAKEN = frozenset({"whatsapp", "meta", "salon"})  # usernames that somebody else has


class ProfileApi:
    """`/<PNID>/whatsapp_business_profile` and its like."""

    def __init__(self, world: World, notices: Notices, kind_of: KindOfHandle) -> None:
        self._world = world
        self._notices = notices
        self._kind_of = kind_of

    def edges(self) -> Edges:
        """What this serves on the number's node."""
        return {
            ("GET", "whatsapp_business_profile"): self._profile,
            ("POST", "whatsapp_business_profile"): self._set_profile,
            ("GET", "whatsapp_commerce_settings"): self._commerce,
            ("POST", "whatsapp_commerce_settings"): self._set_commerce,
            ("POST", "conversational_automation"): self._set_automation,
            ("GET", "username"): self._username,
            ("POST", "username"): self._set_username,
            ("DELETE", "username"): self._delete_username,
            ("GET", "username_suggestions"): self._suggestions,
        }

    @property
    def _account(self) -> Account:
        return self._world.account

    async def _profile(self, call: EdgeCall) -> Reply:
        row = {"messaging_product": "whatsapp"} | self._account.profile
        usual = [name for name in PROFILE if name in row]
        shown = show(call.query.get("fields"), usual, plain(row, *PROFILE), "WhatsAppBusinessProfile")
        return Reply(200, {"data": [shown]})

    async def _set_profile(self, call: EdgeCall) -> Reply:
        if call.params.get("messaging_product") != "whatsapp":
            raise invalid("The parameter messaging_product is required.")
        changes: Json = {
            name: _short(call, name, most) for name, most in LIMITS.items() if name in call.params
        }
        if changes.get("about") == "":
            raise invalid("Param about must have 1 to 139 characters.")
        if changes.get("email") and not EMAIL.fullmatch(changes["email"]):
            raise invalid("Param email must be an e-mail address.")
        if "websites" in call.params:
            changes["websites"] = _websites(unpacked(call.params["websites"]))
        if "vertical" in call.params:
            changes["vertical"] = _vertical(call.params["vertical"])
        if "profile_picture_handle" in call.params:
            changes["profile_picture_url"] = self._picture(call.text("profile_picture_handle"))
        self._account.profile |= changes
        for name in [name for name, value in self._account.profile.items() if value in ("", [])]:
            del self._account.profile[name]
        return success()

    def _picture(self, handle: str) -> str:
        if self._kind_of(handle) not in PICTURES:
            raise invalid("Param profile_picture_handle must be the handle of an uploaded picture.")
        name = handle.rpartition(":")[2][:24]
        return f"https://pps.whatsapp.net/v/{name}.jpg"

    async def _commerce(self, call: EdgeCall) -> Reply:
        row = {"id": self._world.business.phone_number_id} | self._account.commerce
        asked = call.query.get("fields")
        names = parse_fields(asked).keys() | {"id"} if asked else row.keys()
        return Reply(200, {"data": [{name: value for name, value in row.items() if name in names}]})

    async def _set_commerce(self, call: EdgeCall) -> Reply:
        wished = {name: call.flag(name) for name in ("is_cart_enabled", "is_catalog_visible")}
        self._account.commerce |= {name: value for name, value in wished.items() if value is not None}
        return success()

    async def _set_automation(self, call: EdgeCall) -> Reply:
        changes: Json = {}
        if (welcome := call.flag("enable_welcome_message")) is not None:
            changes["enable_welcome_message"] = welcome
        if "prompts" in call.params:
            changes["prompts"] = _prompts(unpacked(call.params["prompts"]))
        if "commands" in call.params:
            changes["commands"] = _commands(unpacked(call.params["commands"]))
        self._account.automation |= changes
        return success()

    async def _username(self, call: EdgeCall) -> Reply:
        return Reply(200, dict(self._account.username))

    async def _set_username(self, call: EdgeCall) -> Reply:
        name = call.text("username").lower()
        if call.params.get("transfer_action", "none") not in {"none", "force_transfer"}:
            raise invalid("Param transfer_action must be one of {none, force_transfer}.")
        if not USERNAME.fullmatch(name) or name.endswith(DOMAINS):
            raise invalid("Param username has 3 to 35 of a-z, 0-9, period and underscore, and a letter.")
        if name in TAKEN or self._world.find(f"@{name}") is not None:
            raise Refusal(147001)
        self._account.username = {"username": name, "status": "approved"}
        self._tell_username(self._account.username)
        return Reply(200, {"status": "approved"})

    async def _delete_username(self, call: EdgeCall) -> Reply:
        if self._account.username:
            self._account.username = {}
            self._tell_username({"status": "deleted"})
        return success()

    async def _suggestions(self, call: EdgeCall) -> Reply:
        """Made of the business's name, as far as nobody has them."""
        words = re.findall(r"[a-z0-9]+", self._world.business.name.lower())
        wished = dict.fromkeys(sign.join(words)[:35] for sign in ("", ".", "_"))
        free = [name for name in wished if USERNAME.fullmatch(name) and name not in TAKEN]
        return Reply(200, {"data": [{"username_suggestions": free}]})

    def _tell_username(self, value: Json) -> None:
        number = {"display_phone_number": self._world.business.phone}
        self._notices.tell("business_username_updates", number | value)


def _short(call: EdgeCall, name: str, most: int) -> str:
    text = call.text(name)
    if len(text) > most:
        raise invalid(f"Param {name} must be at most {most} characters long.")
    return text


def _websites(value: Any) -> list[str]:
    sites = [value] if isinstance(value, str) and value else value or []
    if not isinstance(sites, list) or len(sites) > WEBSITES:
        raise invalid(f"Param websites must be a list of at most {WEBSITES} addresses.")
    for site in sites:
        if not isinstance(site, str) or len(site) > WEBSITE_LIMIT or not WEBSITE.fullmatch(site):
            raise invalid(f"Each website begins with http:// or https:// and has {WEBSITE_LIMIT} characters.")
    return sites


def _vertical(value: Any) -> str:
    if value not in VERTICALS:
        raise invalid(f"Param vertical must be one of {{{', '.join(sorted(VERTICALS))}}}.")
    return str(value)


def _prompts(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > PROMPTS:
        raise invalid(f"Param prompts must be a list of at most {PROMPTS} texts.")
    if not all(isinstance(text, str) and 0 < len(text) <= PROMPT_LIMIT for text in value):
        raise invalid(f"Each prompt has 1 to {PROMPT_LIMIT} characters.")
    return value


def _commands(value: Any) -> list[Json]:
    if not isinstance(value, list) or len(value) > COMMANDS:
        raise invalid(f"Param commands must be a list of at most {COMMANDS} commands.")
    return [_command(one) for one in value]


def _command(value: Any) -> Json:
    command = value if isinstance(value, dict) else {}
    for key, most in (("command_name", COMMAND_LIMIT), ("command_description", DESCRIPTION_LIMIT)):
        text = command.get(key)
        if not isinstance(text, str) or not 0 < len(text) <= most:
            raise invalid(f"Each command has a {key} of 1 to {most} characters.")
    return {key: command[key] for key in ("command_name", "command_description")}
