"""Who and what can be booked: resources (somebody, a chair, a room), and services with their length and reminders."""

from dataclasses import field
from typing import ClassVar, Final, Literal

from app.domain.contents import Media
from app.domain.errors import Refused
from app.domain.ids import MemberId
from app.domain.money import Money, money_problem
from app.domain.records import record

AGENDA_LANE: Final = "agenda"  # resources and services share one
ResourceKind = Literal["person", "chair", "room", "other"]
KINDS: Final[tuple[ResourceKind, ...]] = ("person", "chair", "room", "other")
NAME_MAX_CHARS: Final = 80
TEXT_MAX_CHARS: Final = 1_024
LENGTH_MAX_MIN: Final = 1_440
BEFORE_MAX_MIN: Final = 60 * 24 * 60  # sixty days
REMINDERS_MAX: Final = 5
DOCUMENTS_MAX: Final = 5
RESOURCES_MAX: Final = 100
SERVICES_MAX: Final = 500


@record
class Resource:
    """One column of the agenda. `member_id`: who of the team it is; `hours_scope`: whose opening hours it keeps.

    `hours_scope` is a scope of `app.domain.hours` ("": the business's). `version` 0: nobody saved it yet.
    """

    resource_id: str
    name: str
    kind: ResourceKind = "person"
    member_id: MemberId | None = None
    hours_scope: str = ""
    colour: str = ""
    position: int = 0
    version: int = 0


@record
class ReminderStep:
    """Something that goes out before an appointment. `before_min`: see `app.domain.reminder_times`.

    `is_ask`: it asks for an answer with three buttons; else it only reminds, also whoever confirmed. `text`: free words
    for an open window, with blanks as {first_name}, {day}, {time}; "" takes the template's words. `template`: the
    template's name, "" takes the starter's.
    """

    before_min: int
    is_ask: bool = True
    text: str = ""
    template: str = ""


@record
class Service:
    """What one comes for. `discreet_name`: what messages may call it; "" names nothing ("your appointment").

    `is_named`: the owner said that messages may carry its real name. `preparation`: told with the reminder.
    `documents`: files at the hub, attached to the confirmation. `resource_ids` (): everybody does it.
    """

    service_id: str
    name: str
    length_min: int = 30
    price: Money | None = None
    discreet_name: str = ""
    is_named: bool = False
    preparation: str = ""
    documents: tuple[Media, ...] = ()
    reminders: tuple[ReminderStep, ...] = ()
    resource_ids: tuple[str, ...] = ()
    shortcuts: tuple[str, ...] = field(default_factory=tuple)
    position: int = 0
    version: int = 0

    @property
    def told_name(self) -> str:
        """What a message may call it; "" for nothing at all."""
        return self.discreet_name or (self.name if self.is_named else "")


class _OfAgenda:
    """Resources and services share one lane."""

    __slots__ = ()

    @property
    def lane(self) -> str:
        """That of the agenda's set-up."""
        return AGENDA_LANE


# --- commands; owner and manager ("change_agenda") ---


@record
class SaveResource(_OfAgenda):
    """agenda.save_resource. `seen_version`: of the one that was shown; refused as "agenda_changed" when it is old.

    Refused also: "role_missing", "resource_nameless", "resource_exists" {name}, "agenda_long" {limit}.
    """

    KIND: ClassVar[str] = "agenda.save_resource"
    VERSION: ClassVar[int] = 1
    resource: Resource
    seen_version: int = 0


@record
class RemoveResource(_OfAgenda):
    """agenda.remove_resource. Refused: "resource_booked" {count} while appointments are to come there."""

    KIND: ClassVar[str] = "agenda.remove_resource"
    VERSION: ClassVar[int] = 1
    resource_id: str


@record
class SaveService(_OfAgenda):
    """agenda.save_service. Refused as `SaveResource`, and what `service_problem` says."""

    KIND: ClassVar[str] = "agenda.save_service"
    VERSION: ClassVar[int] = 1
    service: Service
    seen_version: int = 0


@record
class RemoveService(_OfAgenda):
    """agenda.remove_service: appointments keep it, new ones cannot have it."""

    KIND: ClassVar[str] = "agenda.remove_service"
    VERSION: ClassVar[int] = 1
    service_id: str


# --- events; their subject is "" ---


@record
class ResourceSaved:
    """resource.saved."""

    KIND: ClassVar[str] = "resource.saved"
    VERSION: ClassVar[int] = 1
    resource: Resource
    member_id: MemberId | None = None


@record
class ResourceRemoved:
    """resource.removed."""

    KIND: ClassVar[str] = "resource.removed"
    VERSION: ClassVar[int] = 1
    resource_id: str
    member_id: MemberId | None = None


@record
class ServiceSaved:
    """service.saved."""

    KIND: ClassVar[str] = "service.saved"
    VERSION: ClassVar[int] = 1
    service: Service
    member_id: MemberId | None = None


@record
class ServiceRemoved:
    """service.removed."""

    KIND: ClassVar[str] = "service.removed"
    VERSION: ClassVar[int] = 1
    service_id: str
    member_id: MemberId | None = None


AGENDA_ASKS = (SaveResource, RemoveResource, SaveService, RemoveService)
AgendaAsk = SaveResource | RemoveResource | SaveService | RemoveService
AGENDA_EVENTS = (ResourceSaved, ResourceRemoved, ServiceSaved, ServiceRemoved)
AgendaEvent = ResourceSaved | ResourceRemoved | ServiceSaved | ServiceRemoved


def resource_problem(resource: Resource) -> Refused | None:
    """Why it cannot be saved."""
    if not resource.name.strip() or not resource.name.isprintable():
        return Refused("resource_nameless")
    if len(resource.name) > NAME_MAX_CHARS:
        return Refused("agenda_name_long", {"limit": str(NAME_MAX_CHARS)})
    return None if resource.kind in KINDS else Refused("agenda_malformed")


def service_problem(service: Service) -> Refused | None:
    """Why it cannot be saved."""
    if not service.name.strip() or not service.name.isprintable():
        return Refused("service_nameless")
    if max(len(service.name), len(service.discreet_name)) > NAME_MAX_CHARS:
        return Refused("agenda_name_long", {"limit": str(NAME_MAX_CHARS)})
    if not 1 <= service.length_min <= LENGTH_MAX_MIN:
        return Refused("service_length", {"limit": str(LENGTH_MAX_MIN)})
    if service.price is not None and (money_problem(service.price) or service.price.minor < 0):
        return Refused("service_price")
    if len(service.preparation) > TEXT_MAX_CHARS:
        return Refused("agenda_text_long", {"limit": str(TEXT_MAX_CHARS)})
    if len(service.documents) > DOCUMENTS_MAX:
        return Refused("service_documents", {"limit": str(DOCUMENTS_MAX)})
    return reminders_problem(service.reminders)


def reminders_problem(steps: tuple[ReminderStep, ...]) -> Refused | None:
    """Why these reminders cannot be kept: too many, two at one time, at no time that can be meant."""
    if len(steps) > REMINDERS_MAX:
        return Refused("reminders_many", {"limit": str(REMINDERS_MAX)})
    times = [step.before_min for step in steps]
    if len(set(times)) != len(times):
        return Refused("reminders_double")
    if any(not 15 <= one <= BEFORE_MAX_MIN for one in times):
        return Refused("reminder_time")
    if any(len(step.text) > TEXT_MAX_CHARS for step in steps):
        return Refused("agenda_text_long", {"limit": str(TEXT_MAX_CHARS)})
    return None
