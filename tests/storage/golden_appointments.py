"""What release 0.3 wrote of appointments, of who and what can be booked, and of waiting: each kind once or more."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain import agenda, appointments, slot_offers
from app.domain.appointment_imports import (
    AppointmentsImportBegan,
    AppointmentsImportEnded,
    AppointmentsImportUndone,
)
from app.domain.contact_cards import FieldChange
from app.domain.contents import Media
from app.domain.events import Actor
from app.domain.ids import ImportId, MessageId
from app.domain.money import Money
from tests.storage.golden_people import ANA, BO, HUB, LEA, MEMBER, WITH_ANA, WITH_BO

CUT, COLOUR, GONE = (
    "01930000-0000-7000-f000-000000000001",
    "01930000-0000-7000-f000-000000000002",
    "ap-table-3",
)
CHAIR, ROOM, TRIM, CARE = "r-chair", "r-room", "s-cut", "s-care"
ASK, ASK_MESSAGE = "ask-1", MessageId("m-ask-1")
BROUGHT = ImportId("i-agenda")
TEN = datetime(2026, 11, 28, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _set_up() -> list[Any]:
    leaflet = Media("application/pdf", "ab" * 32, "avant.pdf", 1_234)
    steps = (agenda.ReminderStep(2_880), agenda.ReminderStep(180, False, "À {time}", "rappel"))
    care = agenda.Service(
        CARE, "Soin du visage", 60, Money(6_500, "EUR"), "rendez-vous", True, "Venez sans maquillage", (leaflet,),
        steps, (ROOM,), ("soin",), 1, 1,
    )  # fmt: skip
    return [
        agenda.ResourceSaved(agenda.Resource(CHAIR, "Léa", "person", LEA, "line:x", "teal", 0, 1), LEA),
        agenda.ResourceSaved(agenda.Resource(ROOM, "Cabine", "room", position=1, version=1), LEA),
        agenda.ServiceSaved(agenda.Service(TRIM, "Coupe", 45, version=1), LEA),
        agenda.ServiceSaved(care, LEA),
        agenda.ResourceRemoved(ROOM, LEA),
        agenda.ServiceRemoved(TRIM, LEA),
    ]


def _told() -> list[Any]:
    changes = (FieldChange("price", "4200 EUR"), FieldChange("note", "Fenêtre"), FieldChange("title", None))
    return [
        appointments.AppointmentBooked(
            CUT, TEN, 45, CHAIR, TRIM, "", "Zoé", ANA, BO, "", Money(3_900, "EUR"), "Couleur aussi ?", "talk",
            member_id=LEA,
        ),
        appointments.AppointmentBooked(
            COLOUR, TEN + HOUR, 90, ROOM, "", "Colour", "Bo", BO, member_id=LEA, answer="confirmed"
        ),
        appointments.AppointmentBooked(
            GONE, TEN + 3 * HOUR, 30, "", "", "Contrôle", "ياسمين", None, None, "+33 6 39 98 00 07", source="import",
            import_id=BROUGHT, import_key="row-3", member_id=LEA,
        ),
        appointments.AppointmentChanged(CUT, changes, LEA),
        appointments.AppointmentAsked(CUT, ASK, ASK_MESSAGE, WITH_BO, (COLOUR,), "run-1", member_id=LEA),
        appointments.AppointmentAsked(COLOUR, ASK, ASK_MESSAGE, WITH_BO, (CUT,), "run-1", member_id=LEA),
        appointments.AppointmentNotAsked(GONE, "no_number", "run-1", member_id=LEA),
        appointments.AppointmentAnswered(CUT, "move", "text", MessageId("m-answer"), "plutôt jeudi"),
        appointments.AppointmentMoved(
            CUT, TEN + 24 * HOUR, 45, CHAIR, TEN, CHAIR, True, "tap", MessageId("m-slot")
        ),
        appointments.AppointmentAsked(
            CUT, "ask-2", MessageId("m-ask-2"), WITH_BO, step_min=180, is_ask=False
        ),
        appointments.AppointmentNotAsked(COLOUR, "quiet_hours", step_min=2_880),
        appointments.AppointmentCalled(GONE, LEA),
        appointments.AppointmentAnswered(GONE, "cancelled", "call", member_id=LEA),
        appointments.AppointmentOutcome(COLOUR, "no_show", LEA),
        appointments.AppointmentRemoved(GONE, import_id=BROUGHT),
        appointments.AppointmentRestored(GONE, LEA),
    ]  # fmt: skip


def _offered() -> list[Any]:
    slot = slot_offers.OfferedSlot(TEN + 24 * HOUR, CHAIR)
    waiter = slot_offers.Waiter(
        "w-1", BO, "Bo", CARE, "", ROOM, 60, "2026-11-27", "2026-12-05", 540, 720, "appeler avant", TEN
    )
    invited = slot_offers.Invited("w-1", WITH_BO, MessageId("m-invite"))
    return [
        slot_offers.SlotsOffered(CUT, "of-1", WITH_ANA, MessageId("m-offer"), (slot,)),
        slot_offers.WaiterSaved(waiter, LEA),
        slot_offers.SlotOffered("of-2", TEN, 60, ROOM, (invited,), GONE, LEA),
        slot_offers.SlotDeclined("of-2", "w-1", is_late=True, message_id=MessageId("m-no")),
        slot_offers.SlotTaken("of-2", "w-1", "ap-new", MessageId("m-yes")),
        slot_offers.WaiterRemoved("w-1", "ap-new"),
        slot_offers.OfferClosed("of-2", "taken_by_hand", LEA),
        AppointmentsImportBegan(BROUGHT, "demain.csv", "f-1", 3, ("2026-11-28",), LEA),
        AppointmentsImportEnded(BROUGHT, 1, 1, 1, 0),
        AppointmentsImportUndone(BROUGHT, 1, 1, 0, 1, LEA),
    ]


def appointment_bodies() -> Sequence[tuple[Actor, Any, bytes | None]]:
    """A day of a salon: two who come, one from a table who does not, and a slot for somebody who waits."""
    bodies = [*_set_up(), *_told(), *_offered()]
    return [(MEMBER if getattr(body, "member_id", None) else HUB, body, None) for body in bodies]
