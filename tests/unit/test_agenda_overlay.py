"""Appointments as they will be: what waits on this computer, in the domain's own fold."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.desk.agenda_overlay import by_appointment, overlaid, overlaid_resources, overlaid_services
from app.desk.pending import Maker, Pending
from app.domain import appointment_asks as asks
from app.domain.agenda import RemoveResource, RemoveService, Resource, SaveResource, SaveService, Service
from app.domain.appointments import Appointment
from app.domain.commands import Command
from app.domain.ids import CommandId, ConversationId, DeviceId, MemberId, MessageId
from app.domain.sends import SendMessage

AT = datetime(2026, 11, 26, 9, 0, 0, 250_000, tzinfo=UTC)
STARTS = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
LEA, BO = MemberId("lea"), MemberId("bo")
KNOWN = Appointment("a1", STARTS, 30, "r0", person="Zoé", answer="confirmed")


def waiting(*bodies: Any, maker: Maker | None = None) -> list[Pending]:
    return [
        Pending(Command(CommandId(f"k{number}"), number, 0, AT, body), maker=maker)
        for number, body in enumerate(bodies)
    ]


def test_what_only_this_computer_knows_is_there_with_who_booked_it() -> None:
    new = asks.NewAppointment(STARTS, 45, "r0", person="Ana", answer="confirmed")
    book = asks.BookAppointment("a2", new)
    assert overlaid("a2", None, [], LEA) is None
    one = overlaid("a2", None, waiting(book), LEA)
    assert one is not None
    assert (one.booked_by, one.booked_at, one.answer) == (LEA, AT.replace(microsecond=0), "confirmed")
    other = overlaid("a2", None, waiting(book, maker=Maker(DeviceId("d"), BO, "Bo")), LEA)
    assert other is not None
    assert other.booked_by == BO
    assert overlaid("a2", KNOWN, waiting(book), LEA) == KNOWN  # the log knows it by now


def test_a_move_takes_the_answer_along_only_where_it_is_agreed() -> None:
    later = STARTS + timedelta(hours=1)
    alone = overlaid("a1", KNOWN, waiting(asks.MoveAppointment("a1", later, 30, "r0")), LEA)
    agreed = overlaid("a1", KNOWN, waiting(asks.MoveAppointment("a1", later, 30, "r0", is_agreed=True)), LEA)
    nowhere = overlaid("a1", KNOWN, waiting(asks.MoveAppointment("a1", STARTS, 30, "r0")), LEA)
    assert alone is not None
    assert agreed is not None
    assert (alone.answer, agreed.answer, nowhere) == ("", "confirmed", KNOWN)


def test_what_waits_to_be_asked_of_several_stands_at_each_as_asked() -> None:
    message = SendMessage(MessageId("m1"), ConversationId("c1"), "text", "Vous venez ?")
    wish = asks.AskAppointments("run", (asks.Asking("ask1", ("a1", "a2"), message),))
    pending = by_appointment(waiting(wish, asks.CallAppointment("a2")))
    assert {key: len(some) for key, some in pending.items()} == {"a1": 1, "a2": 2}
    one = overlaid("a1", KNOWN, pending["a1"], LEA)
    assert one is not None
    assert (one.ask_id, one.ask_message_id, one.ask_conversation_id, one.ask_count) == ("ask1", "m1", "c1", 1)


def test_what_waits_about_one_that_is_gone_shows_nothing() -> None:
    wishes = (asks.CallAppointment("a1"), asks.RemoveAppointment("a1"), asks.SetOutcome("a1", "came"))
    assert overlaid("a1", None, waiting(*wishes), LEA) is None
    one = overlaid("a1", KNOWN, waiting(*wishes, asks.RestoreAppointment("a1")), LEA)
    assert one is not None
    assert (one.is_removed, one.outcome, one.called_at) == (False, "came", AT.replace(microsecond=0))


def test_what_can_be_booked_as_it_will_be() -> None:
    known = [Resource("r0", "Ana", position=1, version=3), Resource("r1", "Bo", position=0, version=1)]
    saved = SaveResource(Resource("r0", "Anna", position=1, version=3), 3)
    stale = SaveResource(Resource("r1", "Robert", version=0), 0)
    made = SaveResource(Resource("r2", "Cy", position=0), 0)
    shown = overlaid_resources(known, waiting(saved, stale, made))
    assert [(one.name, one.version) for one in shown] == [("Bo", 1), ("Cy", 1), ("Anna", 4)]
    assert overlaid_resources(known, waiting(RemoveResource("r0"), RemoveResource("r1"))) == []
    services = overlaid_services([], waiting(SaveService(Service("s", "Coupe"), 0)))
    assert [one.version for one in services] == [1]
    assert overlaid_services(services, waiting(RemoveService("s"))) == []
