"""The set-up's steps about the app, the token and the account."""

from app.domain.clock import Clock
from app.domain.findings import Finding
from app.domain.setup import Credentials, SetupReport
from app.hub.setup_findings import found, quiet
from app.whatsapp.management import GraphRefused
from app.whatsapp.onboarding import OnboardingClient, app_token
from app.whatsapp.onboarding_reading import (
    PAYMENT_CODES,
    UNPUBLISHED,
    AccountState,
    TokenFacts,
    Trouble,
)

SIGN_IN_REFUSED = frozenset({0, 190})
PROOF_WANTED = "appsecret_proof"


async def look_at_app(client: OnboardingClient, typed: Credentials) -> SetupReport:
    """Whether the app's number and its secret belong together."""
    return SetupReport("app", (await _app(client, typed),))


async def _app(client: OnboardingClient, typed: Credentials) -> Finding:
    if not typed.app_id.strip():
        return found("token", "bad", "app_id_missing")
    if not typed.app_id.isdecimal():
        return found("token", "bad", "app_id_malformed", {"id": typed.app_id[:40]})
    if not typed.app_secret:
        return found("token", "bad", "app_secret_missing")
    try:
        name = await client.app_name(typed.app_id, typed.app_secret)
    except GraphRefused:
        return found("token", "bad", "app_secret_wrong")
    return found("token", "good", "app_good", {"name": name})


async def look_at_token(client: OnboardingClient, typed: Credentials, clock: Clock) -> SetupReport:
    """What the token is worth, and whose it is."""
    if not typed.token:
        return SetupReport("token", (found("token", "bad", "token_missing"),))
    try:
        facts = await client.token(typed.token, app_token(typed.app_id, typed.app_secret))
    except GraphRefused as refused:
        is_proof = PROOF_WANTED in refused.said.lower().replace(" ", "_")
        unknown = found("token", "unknown", "token_unknown")
        return SetupReport("token", (found("token", "bad", "token_proof_demanded") if is_proof else unknown,))
    return SetupReport("token", tuple(token_findings(facts, typed.app_id, clock)))


def token_findings(facts: TokenFacts, app_id: str, clock: Clock) -> list[Finding]:
    """The facts of a token as findings; none of them good unless all are."""
    if not facts.is_valid:
        return [found("token", "bad", "token_refused", act="connect")]
    if facts.kind == "app":
        return [found("token", "bad", "token_is_the_apps")]
    findings = [*_whose(facts, app_id), *_how_long(facts, clock)]
    if facts.missing_rights:
        rights = ", ".join(facts.missing_rights)
        findings.append(found("token", "bad", "token_rights_missing", {"rights": rights}, act="connect"))
    if facts.rights is None:
        findings.append(found("token", "unknown", "token_unknown"))
    return findings or [found("token", "good", "token_good")]


def _whose(facts: TokenFacts, app_id: str) -> list[Finding]:
    if facts.app_id and app_id and facts.app_id != app_id:
        named = facts.app_name or facts.app_id
        return [found("token", "bad", "token_of_other_app", {"app": named})]
    return []


def _how_long(facts: TokenFacts, clock: Clock) -> list[Finding]:
    is_personal = facts.kind == "user"
    if facts.expires_at is None:
        return [found("token", "warning", "token_personal_lasting")] if is_personal else []
    told = {"expires_at": facts.expires_at.isoformat()}
    if facts.expires_at <= clock.now():
        return [found("token", "bad", "token_expired", told, act="connect")]
    if is_personal:
        return [found("token", "bad", "token_personal", told, act="connect")]
    return [found("token", "warning", "token_expires", told, act="connect")]


async def look_at_account(client: OnboardingClient, typed: Credentials) -> SetupReport:
    """Which accounts there are, and how the chosen one (or the only one) stands."""
    if typed.account_id and not typed.account_id.isdecimal():
        wrong = found("payment", "bad", "account_id_malformed", {"id": typed.account_id[:40]})
        return SetupReport("account", (wrong,))
    try:
        facts = await client.token(typed.token, app_token(typed.app_id, typed.app_secret))
    except GraphRefused:
        facts = TokenFacts(is_valid=True)  # what it opens is asked of the accounts themselves
    if not facts.is_valid:
        return SetupReport("account", (found("token", "bad", "token_refused", act="connect"),))
    states = await client.accounts(typed.token, facts, typed.account_id)
    accounts = tuple(one.fact for one in states)
    chosen = _chosen(states, typed.account_id)
    if chosen is not None:
        return SetupReport("account", tuple(account_findings(chosen, typed)), accounts)
    if states and not typed.account_id:
        choose = found("payment", "notice", "account_choose")
        return SetupReport("account", (choose,), accounts, is_waiting=True)
    code = "account_foreign" if typed.account_id else "account_missing"
    return SetupReport("account", (found("payment", "bad", code, {"id": typed.account_id}),), accounts)


def _chosen(states: list[AccountState], account_id: str) -> AccountState | None:
    if account_id:
        return next((one for one in states if one.fact.account_id == account_id), None)
    return states[0] if len(states) == 1 else None


def account_findings(state: AccountState, typed: Credentials) -> list[Finding]:
    """How an account stands: review, what stops it, payment, whether its app is published."""
    fact, findings = state.fact, []
    name = {"name": fact.name}
    if fact.review in {"", "approved"}:
        findings.append(found("payment", "good", "account_good", name, about=fact.name))
    elif fact.review == "pending":
        findings.append(found("payment", "warning", "account_pending", name, about=fact.name))
    else:
        findings.append(
            found("payment", "bad", "account_not_approved", {"review": fact.review}, about=fact.name)
        )
    findings += [one for trouble in state.troubles if (one := _trouble(trouble, typed)) is not None]
    return [*findings, payment_finding(state)]


def payment_finding(state: AccountState) -> Finding:
    """Whether Meta can be paid. What is not paid for does not go out; answers still may."""
    if state.has_payment is None:
        return found("payment", "unknown", "payment_unknown")
    if state.has_payment:
        return found("payment", "good", "payment_good")
    return found("payment", "warning", "payment_missing")


def publication(troubles: tuple[Trouble, ...]) -> Finding:
    """Whether the app is published, as far as its health tells: only what is wrong is ever told."""
    if any(one.entity == "app" and UNPUBLISHED.search(one.said) for one in troubles):
        return found("subscription", "bad", "app_unpublished")
    return found("subscription", "unknown", "app_publication_unknown")


def _trouble(trouble: Trouble, typed: Credentials) -> Finding | None:
    """What health names; payment, review and the number have findings of their own."""
    if trouble.number in PAYMENT_CODES or trouble.entity not in {"waba", "business", "app"}:
        return None
    said = {"said": quiet(trouble.said, typed)}
    if trouble.entity == "app":
        if UNPUBLISHED.search(trouble.said):
            return found("subscription", "warning", "app_unpublished")
        return found("subscription", "bad" if trouble.is_blocked else "warning", "app_stopped", said)
    if trouble.is_blocked:
        return found("payment", "bad", "account_stopped", said)
    return found("payment", "warning", "account_limited", said)
