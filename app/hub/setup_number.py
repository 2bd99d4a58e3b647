"""The set-up's step about the number: choosing, confirming and registering it, and how it stands."""

import re

from app.domain.findings import Finding, State
from app.domain.setup import Credentials, NumberFact, Registration, SetupAsk, SetupReport
from app.hub.setup_findings import found, quiet
from app.whatsapp.management import GraphRefused
from app.whatsapp.onboarding import OnboardingClient
from app.whatsapp.onboarding_reading import NumberState, people_of

WORKS = frozenset({"connected", "flagged", "restricted", "rate_limited"})  # it sends, however little
WAITS = frozenset({"pending", "disconnected", "offline", "unverified", "unknown", "migrated"})
PIN = re.compile(r"[0-9]{6}")
PIN_WRONG, NOT_VERIFIED, REGISTRATIONS = 133005, 133006, 133016
PIN_TRIES = frozenset({133008, 133009})
COMES_BACK = frozenset({1, 2, 131016, 131057, 133000, 133004, 133015, 2494100})
QUALITIES: dict[str, State] = {"green": "good", "yellow": "warning", "red": "warning"}


async def look_at_number(client: OnboardingClient, asked: SetupAsk) -> SetupReport:
    """How the chosen number (or the only one) stands; confirmed and registered where that was asked for."""
    typed = asked.typed
    try:
        states = await client.numbers(typed.account_id, typed.token)
    except GraphRefused as refused:
        told = {"id": typed.account_id, "said": quiet(refused.said, typed)}
        return SetupReport("number", (found("payment", "bad", "account_foreign", told),))
    chosen = _chosen(states, typed.number_id)
    if chosen is None:
        return _unchosen(states, typed.number_id)
    changed, said = await _registered(client, asked, chosen.fact)
    if changed:
        states = await client.numbers(typed.account_id, typed.token)
        chosen = _chosen(states, chosen.fact.number_id) or chosen
    findings = [*said, *number_findings(chosen, is_told=bool(said)), *await _templates(client, typed)]
    numbers = tuple(one.fact for one in states)
    is_waiting = "code_sent" in changed
    return SetupReport(
        "number", tuple(findings), numbers=numbers, changed=tuple(changed), is_waiting=is_waiting
    )


def _unchosen(states: list[NumberState], number_id: str) -> SetupReport:
    numbers = tuple(one.fact for one in states)
    if states and not number_id:
        choose = found("number", "notice", "number_choose")
        return SetupReport("number", (choose,), numbers=numbers, is_waiting=True)
    code = "number_foreign" if states else "number_missing"
    return SetupReport("number", (found("number", "bad", code),), numbers=numbers)


def _chosen(states: list[NumberState], number_id: str) -> NumberState | None:
    if number_id:
        return next((one for one in states if one.fact.number_id == number_id), None)
    return states[0] if len(states) == 1 else None


async def _registered(
    client: OnboardingClient, asked: SetupAsk, number: NumberFact
) -> tuple[list[str], list[Finding]]:
    """What was done at Meta, and what came in the way."""
    how, changed = asked.registration, list[str]()
    if how is None or number.status not in WAITS or number.is_on_app:
        return changed, []
    try:
        if not number.is_verified and not how.code:
            if how.pin:
                return changed, []
            await client.request_code(
                number.number_id, asked.typed.token, asked.language, by_call=how.by_call
            )
            return ["code_sent"], [found("number", "notice", "code_sent", about=number.phone)]
        if not number.is_verified:
            await client.verify_code(number.number_id, asked.typed.token, how.code)
            changed.append("number_verified")
        if not how.pin:
            return changed, []
        if not PIN.fullmatch(how.pin):
            return changed, [found("number", "bad", "pin_malformed", about=number.phone)]
        await client.register(number.number_id, asked.typed.token, how.pin)
    except GraphRefused as refused:
        is_pin = number.is_verified or "number_verified" in changed
        return changed, [_refusal(refused, asked.typed, how, number, is_pin=is_pin)]
    return [*changed, "number_registered"], []


def _refusal(
    refused: GraphRefused, typed: Credentials, how: Registration, number: NumberFact, *, is_pin: bool
) -> Finding:
    code, facts = refused.provider_code or 0, {"said": quiet(refused.said, typed, how)}
    if not is_pin:
        return found("number", "bad", "code_wrong" if how.code else "code_refused", facts, about=number.phone)
    names = {PIN_WRONG: "pin_wrong", REGISTRATIONS: "registration_tries", NOT_VERIFIED: "number_unverified"}
    names |= dict.fromkeys(PIN_TRIES, "pin_tries") | dict.fromkeys(COMES_BACK, "registration_wait")
    return found("number", "bad", names.get(code, "registration_refused"), facts, about=number.phone)


def number_findings(state: NumberState, *, is_told: bool = False) -> list[Finding]:
    """How a number stands. `is_told`: why it is not registered was said already."""
    findings = [] if is_told else [_standing(state.fact)]
    if state.fact.is_on_app:
        findings.append(found("number", "notice", "number_on_app", about=state.fact.phone))
    if state.name_status == "declined":
        findings.append(found("number", "warning", "name_declined", {"name": state.fact.name}))
    elif state.name_status == "pending_review":
        findings.append(found("number", "notice", "name_pending", {"name": state.fact.name}))
    return [*findings, quality_finding(state.fact), limit_finding(state.fact)]


def _standing(number: NumberFact) -> Finding:
    status, about = number.status, number.phone
    if status == "connected":
        code = "number_good" if number.name else "number_works"
        return found("number", "good", code, {"name": number.name}, about=about)
    if status in WORKS:
        code = "number_flagged" if status == "flagged" else "number_restricted"
        return found("number", "warning", code, about=about)
    if status == "banned":
        return found("number", "bad", "number_banned", about=about)
    if status in WAITS:
        code = "number_unregistered" if number.is_verified else "number_unverified"
        return found("number", "bad", code, about=about)
    return found("number", "bad", "number_state", {"status": status}, about=about)


def quality_finding(number: NumberFact) -> Finding:
    """What customers think of it, as Meta reckons."""
    if number.quality not in QUALITIES:
        return found("quality", "notice", "quality_unknown", about=number.phone)
    return found("quality", QUALITIES[number.quality], f"quality_{number.quality}", about=number.phone)


def limit_finding(number: NumberFact) -> Finding:
    """To how many people one may write first."""
    people = people_of(number.limit)
    if people is not None:
        return found("limit", "good", "limit_people", {"n": str(people)}, about=number.phone)
    if number.limit.upper() == "TIER_UNLIMITED":
        return found("limit", "good", "limit_none", about=number.phone)
    return found("limit", "unknown", "limit_unknown", about=number.phone)


async def _templates(client: OnboardingClient, typed: Credentials) -> list[Finding]:
    try:
        count = await client.template_count(typed.account_id, typed.token)
    except GraphRefused:
        return [found("templates", "bad", "templates_refused")]
    return [found("templates", "good", "templates_good", {"n": str(count)})]
