"""The message templates of the practice account. No network, no clock: times are given, in Unix seconds."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]

FIRST_ID = 5550000000001
REUSE_AFTER_S = 30 * 86400.0  # an approved name and language that was deleted is free again after this
SENDABLE = frozenset({"APPROVED", "FLAGGED", "REINSTATED"})


@dataclass(slots=True)
class Template:
    """One template in one language; components stand as they were defined, in upper case."""

    number: int  # grows with each template, never used again
    id: str
    name: str
    language: str
    category: str  # MARKETING, UTILITY, AUTHENTICATION
    components: list[Json]
    status: str = "PENDING"
    parameter_format: str = "POSITIONAL"  # or NAMED
    created_at: float = 0.0
    quality: str = "UNKNOWN"
    quality_at: float = 0.0
    rejected_reason: str = "NONE"
    rejection: Json | None = None  # Meta's words to a rejection: reason, recommendation
    previous_category: str | None = None
    correct_category: str | None = None
    ttl_s: int | None = None
    is_tracking_off: bool | None = None
    version: int = 0  # of its text; a review decides about the one it has seen
    is_edited: bool = False  # the version under review changes a text that was approved before
    edited_at: list[float] = field(default_factory=list)
    pauses: int = 0
    pause: str | None = None  # FIRST_PAUSE, SECOND_PAUSE, RATE_LIMITING_PAUSE
    paused_until: float | None = None

    @property
    def is_sendable(self) -> bool:
        """Whether a message may be made of it."""
        return self.status in SENDABLE

    def definition(self) -> Json:
        """As the list of templates shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "language": self.language,
            "status": self.status,
            "category": self.category,
            "parameter_format": self.parameter_format,
            "components": self.components,
        }


class Templates:
    """All templates of one account, oldest first."""

    def __init__(self, waba_id: str) -> None:
        self._waba_id = waba_id
        self._count = 0
        self._by_id: dict[str, Template] = {}
        self._freed_at: dict[tuple[str, str], float] = {}  # when a deleted name and language may come again
        self.created_at: list[float] = []  # of creations by call, for the hourly limit

    def __iter__(self) -> Iterator[Template]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def find(self, waba_id: str, name: str, language: str) -> Json | None:
        """The definition of this name in exactly this language, whatever its status; for messages made of it."""
        template = self.get(name, language) if waba_id == self._waba_id else None
        return template.definition() if template is not None else None

    def get(self, name: str, language: str) -> Template | None:
        """The template with this name in exactly this language."""
        return next((one for one in self if (one.name, one.language) == (name, language)), None)

    def by_id(self, template_id: str) -> Template | None:
        """The template with this id."""
        return self._by_id.get(template_id)

    def named(self, name: str) -> list[Template]:
        """All languages of one name."""
        return [one for one in self if one.name == name]

    def add(
        self, name: str, language: str, category: str, components: list[Json], **more: object
    ) -> Template:
        """A new template, with an id of its own."""
        number, self._count = self._count + 1, self._count + 1
        template = Template(
            number,
            str(FIRST_ID + number - 1),
            name,
            language,
            category,
            components,
            **more,  # type: ignore[arg-type]
        )
        self._by_id[template.id] = template
        return template

    def remove(self, template: Template, now: float) -> None:
        """Take one away; an approved one keeps its name and language for thirty days."""
        del self._by_id[template.id]
        if template.status in {"APPROVED", "PAUSED"}:
            self._freed_at[template.name, template.language] = now + REUSE_AFTER_S

    def is_being_deleted(self, name: str, language: str, now: float) -> bool:
        """Whether this name and language was deleted so lately that it cannot come again."""
        return now < self._freed_at.get((name, language), 0.0)

    def dump(self) -> Json:
        """All of it in JSON's own types."""
        freed = [[name, language, at] for (name, language), at in self._freed_at.items()]
        rows = [asdict(one) for one in self]
        return {"count": self._count, "rows": rows, "freed": freed, "created_at": self.created_at}

    def restore(self, kept: Json) -> None:
        """Take what `dump` gave. Errors: KeyError, TypeError when it is none of ours."""
        self._count = kept["count"]
        self._by_id = {row["id"]: Template(**row) for row in kept["rows"]}
        self._freed_at = {(name, language): at for name, language, at in kept["freed"]}
        self.created_at = list(kept["created_at"])
