"""What the doctor asks Meta: access, delivery, account, numbers, clock; and what the log knows of templates."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from app.domain.clock import Clock
from app.domain.findings import Act, Check, Finding, State
from app.domain.templates import Template
from app.hub.config import HubConfig, LineConfig
from app.hub.doctor import ASK_S, Look
from app.hub.readers import Readers
from app.hub.template_wants import wanted_templates
from app.whatsapp.checking import (
    NEEDED_FIELDS,
    NEEDED_RIGHTS,
    Checking,
    NumberLook,
    TokenLook,
    people_of,
)
from app.whatsapp.management import GraphRefused
from app.whatsapp.onboarding_reading import AppSubscription
from storage import view
from storage.hub.tables import Connection

SOON = timedelta(days=14)  # a token that ends is told so long before
CLOCK_FINE_S, CLOCK_BAD_S = 30.0, 300.0
PENDING = frozenset({"pending", "in_appeal", "pending_deletion"})
STANDINGS: dict[str, tuple[State, str]] = {  # one that is flagged or held back still sends, however little
    "": ("good", "number_works"),
    "connected": ("good", "number_works"),
    "flagged": ("warning", "number_flagged"),
    "restricted": ("warning", "number_restricted"),
    "rate_limited": ("warning", "number_restricted"),
    "banned": ("bad", "number_banned"),
}
QUALITIES: dict[str, State] = {"green": "good", "yellow": "warning", "red": "bad"}


@dataclass(frozen=True, slots=True)
class _Access:
    """The first number with a token, and what it is worth."""

    line: LineConfig
    token: str


class ChannelLooks:
    """Without a `checking` nothing is asked. `public_url`: our own address, "" for none."""

    def __init__(
        self,
        config: HubConfig,
        readers: Readers,
        checking: Checking | None,
        clock: Clock,
        public_url: Callable[[], str],
    ) -> None:
        self._config, self._readers, self._checking, self._clock = config, readers, checking, clock
        self._public_url = public_url

    def looks(self) -> list[Look]:
        """What there is to look at."""
        templates = Look(("templates",), self._templates)
        access, checking = self._access(), self._checking
        if access is None or checking is None:
            return [Look(("token",), self._without_access), *([templates] if self._config.lines else [])]
        return [
            Look(("token",), lambda: self._token(checking), ASK_S),
            Look(("subscription",), lambda: self._subscription(checking, access), ASK_S),
            Look(("payment",), lambda: self._account(checking, access), ASK_S),
            *(self._number_look(checking, line) for line in self._config.lines if line.token),
            Look(("clock",), lambda: self._time(checking), ASK_S),
            templates,
        ]

    def _access(self) -> _Access | None:
        line = next((line for line in self._config.lines if line.token), None)
        return _Access(line, line.token) if line is not None and line.token else None

    async def _without_access(self) -> Sequence[Finding]:
        code = "token_missing" if self._config.lines else "number_none"
        return [Finding("token", "bad" if self._config.lines else "notice", code, {}, "connect")]

    async def _token(self, checking: Checking) -> Sequence[Finding]:
        """One finding for each token: numbers may share one."""
        tokens: dict[str, list[str]] = {}
        for line in self._config.lines:
            if line.token:
                tokens.setdefault(line.token, []).append(line.external_id)
        found = []
        for token, ids in tokens.items():
            about = ", ".join(ids) if len(tokens) > 1 else ""
            found.append(self._judged(await checking.token(token), about))
        return found

    def _judged(self, told: TokenLook, about: str) -> Finding:
        def found(state: State, code: str, **facts: str) -> Finding:
            return Finding("token", state, code, facts, None if state == "good" else "connect", about)

        if not told.is_valid:
            return found("bad", "token_refused")
        missing = [] if told.rights is None else [one for one in NEEDED_RIGHTS if one not in told.rights]
        if missing:
            return found("bad", "token_rights_missing", rights=", ".join(missing))
        if told.expires_at is not None:
            left = told.expires_at - self._clock.now()
            code = "token_personal" if told.kind == "user" else "token_expires"
            state: State = "warning" if left < SOON or told.kind == "user" else "notice"
            return found(state, code, expires_at=told.expires_at.isoformat())
        if told.kind == "user":
            return found("notice", "token_personal_lasting")
        return found("good", "token_good")

    async def _subscription(self, checking: Checking, access: _Access) -> Sequence[Finding]:
        account_id = self._config.waba_id
        if account_id is None:
            return [_found("subscription", "unknown", "account_unknown", "connect")]
        app_id = (await checking.token(access.token)).app_id
        ours = [
            one for one in await checking.deliveries(account_id, access.token) if app_id in ("", one.app_id)
        ]
        if not ours:
            return [_found("subscription", "bad", "subscription_missing", "subscribe")]
        address = await self._app_address(checking, app_id)
        url = ours[0].override_url or (address.callback_url if address else "")
        if address is None:
            return [_found("subscription", "unknown", "subscription_unknown")]
        missing = [name for name in NEEDED_FIELDS if name not in address.fields]
        if not url or not address.is_active:
            return [_found("subscription", "bad", "subscription_nowhere", "subscribe")]
        if "messages" in missing or missing:
            state: State = "bad" if "messages" in missing else "warning"
            facts = {"fields": ", ".join(missing)}
            return [Finding("subscription", state, "subscription_fields_missing", facts, "subscribe")]
        own = urlsplit(self._public_url()).netloc
        if own and urlsplit(url).netloc.lower() != own:
            other = {"other": urlsplit(url).netloc or url}
            return [Finding("subscription", "warning", "subscription_elsewhere", other, "subscribe")]
        return [Finding("subscription", "good", "subscription_good", {"address": url})]

    async def _app_address(self, checking: Checking, app_id: str) -> AppSubscription | None:
        """By whichever of the app's secrets Meta takes; None where it takes none."""
        for secret in self._config.app_secrets:
            try:
                found = await checking.app_address(app_id, secret)
                return found or AppSubscription("", frozenset(), is_active=False)
            except GraphRefused:
                continue
        return None

    async def _account(self, checking: Checking, access: _Access) -> Sequence[Finding]:
        if self._config.waba_id is None:
            return [_found("payment", "unknown", "account_unknown", "connect")]
        told = await checking.account(self._config.waba_id, access.token)
        if told.stopped_by and told.has_payment is not False:
            return [Finding("payment", "bad", "account_stopped", {"said": told.stopped_by})]
        if told.review not in ("", "approved"):
            return [Finding("payment", "warning", "account_not_approved", {"review": told.review})]
        if told.has_payment is None:
            return [_found("payment", "unknown", "payment_unknown")]
        good = told.has_payment
        return [_found("payment", "good" if good else "bad", "payment_good" if good else "payment_missing")]

    def _number_look(self, checking: Checking, line: LineConfig) -> Look:
        async def look() -> Sequence[Finding]:
            return of_number(await checking.number(line.external_id, line.token or ""))

        return Look(("number", "quality", "limit"), look, ASK_S)

    async def _time(self, checking: Checking) -> Sequence[Finding]:
        theirs = await checking.time()
        if theirs is None:
            return [_found("clock", "unknown", "clock_unknown")]
        off_s = abs((self._clock.now() - theirs).total_seconds())
        state: State = "good" if off_s <= CLOCK_FINE_S else "warning" if off_s <= CLOCK_BAD_S else "bad"
        code = "clock_good" if state == "good" else "clock_off"
        return [Finding("clock", state, code, {"n": str(round(off_s))})]

    async def _templates(self) -> Sequence[Finding]:
        """As the log has them: the hub compares every hour, and after each webhook about one."""
        lines = [line.line_id for line in self._config.lines]

        def read(conn: Connection) -> tuple[list[Template], list[tuple[str, ...]]]:
            known = {one.key: one for line_id in lines for one in view.templates(conn, line_id)}
            return list(known.values()), wanted_templates(conn, frozenset(one.name for one in known.values()))

        return of_templates(*await self._readers.run(read))


def of_number(told: NumberLook) -> list[Finding]:
    """Three findings about one number."""
    about, people = told.phone, people_of(told.limit)
    number = Finding("number", "bad", "number_state", {"status": told.status}, "connect", about)
    if told.status in STANDINGS:
        state, code = STANDINGS[told.status]
        number = Finding("number", state, code, {}, None, about)
    quality_state = QUALITIES.get(told.quality, "notice")
    quality_code = f"quality_{told.quality}" if told.quality in QUALITIES else "quality_unknown"
    limit = Finding("limit", "unknown", "limit_unknown", {}, None, about)
    if people is not None:
        limit = Finding("limit", "good", "limit_people", {"n": str(people)}, None, about)
    elif told.limit.upper().endswith("UNLIMITED"):
        limit = Finding("limit", "good", "limit_none", {}, None, about)
    return [number, Finding("quality", quality_state, quality_code, {}, None, about), limit]


def of_templates(templates: Sequence[Template], wanted: Sequence[tuple[str, ...]]) -> list[Finding]:
    """Those that go out by themselves one by one, where they cannot; all others in one sentence."""
    sendable = {one.name for one in templates if one.is_sendable}
    states = {one.name: one.status for one in templates}
    found = []
    for names in wanted:
        if sendable.isdisjoint(names):
            name = next((name for name in names if name in states), names[0])
            code = "template_stopped" if name in states else "template_missing"
            facts = {"status": states[name]} if name in states else {}
            found.append(Finding("templates", "bad", code, facts, "templates", name))
    if not templates:
        return found or [_found("templates", "notice", "templates_none", "templates")]
    ready = sum(one.is_sendable for one in templates)
    waiting = sum(one.status in PENDING for one in templates)
    stopped = len(templates) - ready - waiting
    facts = {"n": str(len(templates)), "ready": str(ready), "waiting": str(waiting), "stopped": str(stopped)}
    if stopped:
        found.append(Finding("templates", "notice", "templates_stopped", facts, "templates"))
    elif waiting:
        found.append(Finding("templates", "notice", "templates_waiting", facts, "templates"))
    elif not found:
        found.append(Finding("templates", "good", "templates_approved", facts))
    return found


def _found(check: Check, state: State, code: str, act: Act | None = None) -> Finding:
    return Finding(check, state, code, {}, act)
