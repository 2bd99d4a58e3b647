"""The set-up's steps about the public address and about what Meta delivers there."""

import ipaddress
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from app.domain.findings import Finding
from app.domain.setup import Credentials, SetupReport
from app.hub.asgi import WEBHOOK_PATH
from app.hub.setup_app import publication
from app.hub.setup_findings import found, quiet
from app.whatsapp.management import GraphRefused
from app.whatsapp.onboarding import APP_FIELDS, FIELDS, OnboardingClient
from app.whatsapp.reach import Reach

HANDSHAKE_FAILED = 2200
NOT_ALLOWED = frozenset({3, 10, 190, *range(200, 300)})
MUST = ("messages", "message_template_status_update", "account_update", "phone_number_quality_update")
# What the outside said of our own address, as a finding.
REACHED = {
    "reach_refused": "address_other_word",
    "reach_foreign": "address_elsewhere",
    "reach_gateway": "address_gateway",
    "reach_certificate": "address_untrusted",
    "reach_no_name": "address_unknown",
}


async def look_at_address(
    reach: Reach | None, typed: Credentials, challenge: str, *, may_be_here: bool
) -> Finding:
    """The handshake through the public address, from outside in, as Meta makes it."""
    if not typed.public_url:
        return found("address", "bad", "address_missing")
    told = {"address": typed.public_url}
    if not is_address(typed.public_url, may_be_here=may_be_here):
        return found("address", "bad", "address_malformed", told)
    code = "reach_silent"
    if reach is not None:
        code = await reach.handshake(typed.public_url, typed.verify_token, challenge)
    if not code:
        return found("address", "good", "address_good", told)
    return found("address", "bad", REACHED.get(code, "address_unreachable"), told, act="address")


def is_address(url: str, *, may_be_here: bool) -> bool:
    """Whether Meta could bring webhooks there: https and a name. `may_be_here`: a pretend Meta on this computer."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.path or parts.query or parts.fragment or parts.username is not None or url != url.strip():
        return False
    if host == "localhost" or _is_number(host):
        return may_be_here and parts.scheme in {"http", "https"}
    return parts.scheme == "https" and "." in host.strip(".")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class Delivery:
    """Leads the webhooks of one app and account here, and says where they go."""

    def __init__(self, client: OnboardingClient, typed: Credentials) -> None:
        self._client = client
        self._typed = typed
        self._url = typed.public_url + WEBHOOK_PATH
        self._changed: list[str] = []
        self._findings: list[Finding] = []
        self._is_by_hand = False

    async def report(self) -> SetupReport:
        """Set what is not set yet, then look what is."""
        fields = await self._fields()
        override = await self._lead_app(fields)
        if all(one.state != "bad" for one in self._findings) or self._is_by_hand:
            await self._lead_account(override)
        self._findings.append(await self._publication())
        paste = self._to_paste(fields) if self._is_by_hand else ()
        return SetupReport("webhook", tuple(self._findings), changed=tuple(self._changed), to_paste=paste)

    async def _fields(self) -> Sequence[str]:
        """What is asked for: more for a number that stays in the phone's app."""
        try:
            states = await self._client.numbers(self._typed.account_id, self._typed.token)
        except GraphRefused:
            return FIELDS
        is_on_app = any(one.fact.is_on_app and one.fact.number_id == self._typed.number_id for one in states)
        return (*FIELDS, *APP_FIELDS) if is_on_app else FIELDS

    async def _lead_app(self, fields: Sequence[str]) -> str:
        """The app's address; gives the address of another program that must stay there, "" for none."""
        typed = self._typed
        try:
            now = await self._client.app_subscription(typed.app_id, typed.app_secret)
        except GraphRefused:
            self._by_hand("unknown" if await self._is_heard() else "bad")
            return ""
        if now is not None and now.is_active and now.callback_url and not self._is_ours(now.callback_url):
            return now.callback_url
        if now is None or not now.is_active or now.callback_url != self._url or not set(fields) <= now.fields:
            await self._set_app(fields)
        else:
            self._findings.append(found("subscription", "good", "subscription_good", self._told()))
        return ""

    def _is_ours(self, callback_url: str) -> bool:
        """Ours, or a Comptoir's that stood at another address before."""
        return urlsplit(callback_url).path == WEBHOOK_PATH

    async def _set_app(self, fields: Sequence[str]) -> None:
        typed, refusal = self._typed, None
        for some in (fields, MUST, MUST[:1]):  # a newer Meta may have given up a field
            try:
                await self._client.subscribe_app(
                    typed.app_id, typed.app_secret, self._url, typed.verify_token, some
                )
            except GraphRefused as refused:
                refusal = refused
                if refused.provider_code != 100 or "field" not in refused.said.lower():
                    break
                continue
            self._changed.append("app_address_set")
            self._findings.append(found("subscription", "good", "subscription_good", self._told()))
            if missing := [name for name in fields if name not in some]:
                told = {"fields": ", ".join(missing)}
                self._findings.append(found("subscription", "warning", "subscription_fields_missing", told))
            return
        assert refusal is not None
        if refusal.provider_code in NOT_ALLOWED:
            self._by_hand("bad")
            return
        self._refused(refusal)

    def _refused(self, refusal: GraphRefused) -> None:
        told = self._told() | {"said": quiet(refusal.said, self._typed)}
        self._findings.append(found("subscription", "bad", "subscription_refused", told, act="address"))

    def _by_hand(self, state: str) -> None:
        self._is_by_hand = True
        code = "subscription_by_hand" if state == "bad" else "subscription_unknown"
        self._findings.append(
            found("subscription", "bad" if state == "bad" else "unknown", code, self._told())
        )

    async def _is_heard(self) -> bool:
        """Whether the account's messages go to this app already, as far as can be asked."""
        try:
            apps = await self._client.account_apps(self._typed.account_id, self._typed.token)
        except GraphRefused:
            return False
        return any(one.app_id == self._typed.app_id for one in apps)

    async def _lead_account(self, other: str) -> None:
        """The account's webhooks to the app; by an address of their own where the app's must stay as it is."""
        typed = self._typed
        try:
            apps = await self._client.account_apps(typed.account_id, typed.token)
            mine = next((one for one in apps if one.app_id == typed.app_id), None)
            wanted = self._url if other else ""
            if mine is None or mine.override_url != wanted:
                await self._client.subscribe_account(
                    typed.account_id, typed.token, wanted, typed.verify_token if other else ""
                )
                self._changed.append("account_address_set" if other else "account_subscribed")
        except GraphRefused as refused:
            if refused.provider_code == HANDSHAKE_FAILED:
                self._refused(refused)
                return
            told = {"said": quiet(refused.said, typed)}
            self._findings.append(found("subscription", "bad", "subscription_account_refused", told))
            return
        if other:
            told = self._told() | {"other": urlsplit(other).netloc or other}
            self._findings.append(found("subscription", "notice", "subscription_override", told))

    async def _publication(self) -> Finding:
        try:
            state = await self._client.account(self._typed.account_id, self._typed.token)
        except GraphRefused:
            state = None
        return publication(state.troubles if state is not None else ())

    def _told(self) -> dict[str, str]:
        return {"address": self._typed.public_url}

    def _to_paste(self, fields: Sequence[str]) -> tuple[tuple[str, str], ...]:
        return (
            ("callback_url", self._url),
            ("verify_token", self._typed.verify_token),
            ("fields", ", ".join(fields)),
        )


Expect = Callable[[str], None]  # from now on the webhook's door answers to this verify token too
