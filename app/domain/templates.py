"""Templates: texts that the channel approved beforehand, the only way to write first or after the window closed.

Definitions travel in the log, so that every desk has them offline. A definition is known by (line account, name,
language); the channel's own id may change.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

HeaderFormat = Literal["text", "image", "video", "document", "location", "product", "gif"]
TemplateStatus = (
    str  # "approved", "pending", "rejected", "paused", "disabled", "archived", …: lower case, open-ended
)
SENDABLE = frozenset({"approved", "flagged", "reinstated"})


@dataclass(frozen=True, slots=True)
class TemplateHeader:
    """The head: words with at most one variable, or a file, a point, a product given at each send."""

    format: HeaderFormat
    text: str | None = None
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateButton:
    """A button. `kind`: "quick_reply", "url", "phone", "copy_code", "form", "catalog", "contact_request", "otp", …"""

    kind: str
    text: str
    url: str | None = None  # may end in one variable
    number: str | None = None
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateCard:
    """One card of a carousel: its head is a picture, a film or a product."""

    header: HeaderFormat
    body: str | None = None
    buttons: tuple[TemplateButton, ...] = ()
    body_samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """A definition as the channel gave it last. `samples` stand in for the body's variables, in their order.

    `quality`: "green", "yellow", "red", "unknown". `category`: "utility", "marketing", "authentication".
    `expires_after_s`: undelivered messages are dropped after so long. `is_limited_offer`: needs an end at each send.
    """

    account_id: str
    name: str
    language: str
    status: TemplateStatus
    category: str
    body: str
    external_id: str | None = None
    is_positional: bool = True
    header: TemplateHeader | None = None
    footer: str | None = None
    buttons: tuple[TemplateButton, ...] = ()
    cards: tuple[TemplateCard, ...] = ()
    samples: tuple[str, ...] = ()
    quality: str | None = None
    rejected_reason: str | None = None
    correct_category: str | None = None
    is_limited_offer: bool = False
    unsupported: str | None = None  # a part that we cannot send: its name

    @property
    def key(self) -> str:
        """What names it in the log and in the view."""
        return template_key(self.account_id, self.name, self.language)

    @property
    def is_sendable(self) -> bool:
        """Whether the channel takes it now and we can fill all of it."""
        return self.status in SENDABLE and self.unsupported is None


@dataclass(frozen=True, slots=True)
class TemplateChanged:
    """template.changed: a definition is new or looks different."""

    KIND: ClassVar[str] = "template.changed"
    VERSION: ClassVar[int] = 1
    template: Template


@dataclass(frozen=True, slots=True)
class TemplateRemoved:
    """template.removed: the channel has it no more."""

    KIND: ClassVar[str] = "template.removed"
    VERSION: ClassVar[int] = 1
    account_id: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class TemplatesCompared:
    """templates.compared: the hub has compared all definitions of an account with the channel's."""

    KIND: ClassVar[str] = "templates.compared"
    VERSION: ClassVar[int] = 1
    account_id: str
    at: datetime
    count: int


def template_key(account_id: str, name: str, language: str) -> str:
    """What names a definition."""
    return f"{account_id}/{name}/{language}"
