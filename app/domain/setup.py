"""Connecting a business number: what is asked, what each step needs and finds, and where one stopped.

The order is the one of the screen. Nothing here is an event: until the number works, it is a matter of one computer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from app.domain.findings import Finding

# What the number is today: on a personal phone's WhatsApp, in the WhatsApp Business app, on no WhatsApp, on the API.
NumberIs = Literal["personal", "business_app", "new", "api"]
# How one goes on after reading what will change.
Way = Literal["this_number", "second_number", "partner", "stop"]
# Where customers and history come from; each opens its import at the end.
BringFrom = Literal["phone_chats", "contacts_table", "agenda", "deals", "nothing"]
Step = Literal[
    "questions", "changes", "app", "token", "account", "number", "address", "webhook", "trial", "done"
]
STEPS: Final[tuple[Step, ...]] = Step.__args__  # type: ignore[attr-defined]
SECRETS: Final = frozenset({"app_secret", "token"})
SETUP_PATH: Final = "/api/v1/setup/check"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked before anything is touched."""

    number_is: NumberIs | None = None
    website: str = ""
    bring_from: tuple[BringFrom, ...] = ()
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What Meta gives and the hub needs. `app_secret` and `token` are secrets: never shown, logged or copied.

    `verify_token` is made by us. `public_url` has no path and no trailing slash. `number_id` is Meta's id.
    """

    app_id: str = ""
    app_secret: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    account_id: str = ""
    number_id: str = ""
    verify_token: str = field(default="", repr=False)
    public_url: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a hub can receive and send with them."""
        return all((self.app_secret, self.token, self.account_id, self.number_id, self.verify_token))


@dataclass(frozen=True, slots=True)
class AccountFact:
    """A business account that the token may manage."""

    account_id: str
    name: str
    currency: str = ""
    review: str = ""  # Meta's word in lower case: "approved", "pending" …


@dataclass(frozen=True, slots=True)
class NumberFact:
    """A number of the account. `phone` as Meta shows it."""

    number_id: str
    phone: str
    name: str
    status: str  # "connected", "pending", "offline", "unverified" …; what is registered and can send is "connected"
    quality: str = ""  # "green", "yellow", "red", "unknown"
    limit: str = ""  # Meta's word for how many people may be written to in 24 hours: "TIER_250" …
    is_verified: bool = False
    is_on_app: bool = False  # it is in the WhatsApp Business app too (coexistence)


@dataclass(frozen=True, slots=True)
class Registration:
    """What registering a number takes: the code that Meta sent (where it is not verified), and a PIN of six digits.

    Neither of them, for a number that is not verified: let Meta send the code, `by_call` to a landline.
    """

    pin: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    by_call: bool = False


@dataclass(frozen=True, slots=True)
class SetupAsk:
    """What a desk asks its own hub to check. `since`: when the trial began. `language`: of the code that Meta sends."""

    step: Step
    typed: Credentials = Credentials()
    registration: Registration | None = None
    since: datetime | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True)
class SetupReport:
    """What a step found. It `is_done` when nothing found is bad and nothing has to come first (`is_waiting`: a choice,
    the code that Meta sends, a message). `changed` are codes of what the step changed at Meta.

    `to_paste` are (name of the field, value) for what the token may not set by itself; `app.words.findings.field_name`
    says how Meta calls the field.
    """

    step: Step
    findings: tuple[Finding, ...]
    accounts: tuple[AccountFact, ...] = ()
    numbers: tuple[NumberFact, ...] = ()
    changed: tuple[str, ...] = ()
    to_paste: tuple[tuple[str, str], ...] = ()
    is_waiting: bool = False

    @property
    def is_done(self) -> bool:
        """Whether one can go on."""
        return not self.is_waiting and all(found.state != "bad" for found in self.findings)


@dataclass(frozen=True, slots=True)
class SetUp:
    """Where the set-up stands, kept in the profile: it can be left and taken up again. `credentials` without secrets.

    `has` names the secrets that are kept. `changed` is everything that was changed so far, step by step.
    `is_connected`: the hub was given all of it, and receives and sends.
    """

    step: Step = "questions"
    answers: Answers = Answers()
    credentials: Credentials = Credentials()
    has: frozenset[str] = frozenset()
    changed: tuple[tuple[Step, str], ...] = ()
    is_finished: bool = False
    is_connected: bool = False
