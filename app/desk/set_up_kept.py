"""What a desk keeps of connecting a number: in its encrypted file, in one note, until it is erased with the profile."""

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import Any, Final

from app.desk.kept import note_of
from app.domain.records import record
from app.domain.setup import SECRETS, STEPS, Answers, Credentials, SetUp, SetupReport, Step

NOTE: Final = "set_up"
# What belongs to a step: kept once the step is good.
FIELDS: Final[Mapping[Step, tuple[str, ...]]] = {
    "app": ("app_id", "app_secret"),
    "token": ("token",),
    "account": ("account_id",),
    "number": ("number_id",),
    "address": ("public_url",),
    "webhook": ("public_url",),
}


@record
class KeptSetUp:
    """`credentials` with their secrets. `is_connected`: the hub is started with them. `trial_at`: when it began."""

    step: Step = "questions"
    answers: Answers = Answers()
    credentials: Credentials = Credentials()
    changed: tuple[tuple[Step, str], ...] = ()
    is_connected: bool = False
    is_finished: bool = False
    trial_at: datetime | None = None

    def shown(self) -> SetUp:
        """Without the secrets."""
        kept = self.credentials
        bare = replace(kept, **dict.fromkeys(SECRETS, ""))
        has = frozenset(name for name in SECRETS if getattr(kept, name))
        return SetUp(self.step, self.answers, bare, has, self.changed, self.is_finished, self.is_connected)


def merged(kept: Credentials, typed: Credentials) -> Credentials:
    """What is asked with: what was typed, and where that is empty what is kept."""
    given = {one.name: getattr(typed, one.name).strip() for one in fields(typed)}
    given["public_url"] = given["public_url"].rstrip("/")
    return replace(kept, **{name: value for name, value in given.items() if value})


def after(kept: KeptSetUp, asked: Credentials, report: SetupReport) -> KeptSetUp:
    """What is kept after a step: what was good, and every change at the channel, good or not."""
    credentials = replace(kept.credentials, verify_token=asked.verify_token)
    if report.is_done:
        good = {name: getattr(asked, name) for name in FIELDS.get(report.step, ())}
        if report.step == "account" and not asked.account_id and len(report.accounts) == 1:
            good["account_id"] = report.accounts[0].account_id
        if report.step == "number" and not asked.number_id and len(report.numbers) == 1:
            good["number_id"] = report.numbers[0].number_id
        credentials = replace(credentials, **good)
    changed = (*kept.changed, *((report.step, code) for code in report.changed))
    once = tuple(dict.fromkeys(changed))  # a tunnel's address is set anew at every start
    return replace(kept, credentials=credentials, changed=once)


def settings_of(kept: KeptSetUp) -> dict[str, str]:
    """What the hub is told when it starts; before the number is connected only what answers the handshake."""
    given = kept.credentials
    told = {"COMPTOIR_VERIFY_TOKEN": given.verify_token}
    if kept.is_connected:
        told |= {
            "COMPTOIR_APP_SECRET": given.app_secret,
            "COMPTOIR_ACCESS_TOKEN": given.token,
            "COMPTOIR_WABA_ID": given.account_id,
            "COMPTOIR_PHONE_NUMBER_ID": given.number_id,
            "COMPTOIR_PUBLIC_URL": given.public_url,
        }
    return {name: value for name, value in told.items() if value}


def to_note(kept: KeptSetUp) -> bytes:
    """As it is kept."""
    told = {name: getattr(kept, name) for name in ("step", "changed", "is_connected", "is_finished")}
    trial_at = kept.trial_at.isoformat() if kept.trial_at else None
    answers, credentials = asdict(kept.answers), asdict(kept.credentials)
    return note_of({**told, "answers": answers, "credentials": credentials, "trial_at": trial_at})


def from_note(note: bytes | None) -> KeptSetUp:
    """What was kept; a note of a newer program, or a damaged one, gives what can be read of it."""
    told = _object(note)
    step = told.get("step")
    trial_at = told.get("trial_at")
    return KeptSetUp(
        step=step if step in STEPS else "questions",
        answers=_answers(told.get("answers")),
        credentials=Credentials(**_texts(told.get("credentials"), Credentials)),
        changed=tuple((one[0], one[1]) for one in told.get("changed", ()) if len(one) == 2),
        is_connected=told.get("is_connected") is True,
        is_finished=told.get("is_finished") is True,
        trial_at=datetime.fromisoformat(trial_at) if trial_at else None,
    )


def _object(note: bytes | None) -> dict[str, Any]:
    try:
        told = json.loads(note) if note else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _texts(told: Any, shape: type) -> dict[str, str]:
    known = {one.name for one in fields(shape)}
    found = told if isinstance(told, dict) else {}
    return {name: value for name, value in found.items() if name in known and isinstance(value, str)}


def _answers(told: Any) -> Answers:
    if not isinstance(told, dict):
        return Answers()
    bring = tuple(told.get("bring_from") or ())
    return Answers(told.get("number_is"), str(told.get("website") or ""), bring, told.get("way"))
