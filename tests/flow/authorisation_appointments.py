"""The lines of `tests.flow.authorisation` about appointments, and about who and what can be booked."""

from __future__ import annotations

from datetime import timedelta

from app.domain import agenda
from app.domain import appointment_asks as asks
from app.domain.contact_cards import FieldChange
from app.domain.ids import ImportId, MessageId
from app.domain.sends import SendMessage
from app.domain.slot_offers import CloseOffer, Invitation, OfferSlot, RemoveWaiter, SaveWaiter, Waiter
from tests.flow.cast import ALL, LEADERS, Cast, Wish

DAY = timedelta(days=1)


def appointment_of(who: str) -> str:
    """The appointment of a member's customer, which the test makes first."""
    return f"ap-{who.replace(' ', '-')}"


def new_for(cast: Cast, number: int = 0) -> asks.NewAppointment:
    """Somebody who comes tomorrow, or a quarter later for each number."""
    return asks.NewAppointment(cast.now + DAY + number * timedelta(minutes=15), 15, person="Zoé")


def _later(cast: Cast, who: str, hours: int = 8) -> asks.MoveAppointment:
    at = cast.now + DAY + timedelta(hours=hours, minutes=15 * len(who))
    return asks.MoveAppointment(appointment_of(who), at, 15, "")


def _book(cast: Cast, who: str) -> asks.BookAppointment:
    return asks.BookAppointment(f"new-{appointment_of(who)}", new_for(cast, 20 + len(who)))


def _listed(cast: Cast, who: str) -> asks.BookAppointment:
    new = asks.NewAppointment(cast.now, 15, person="Zoé", source="import", import_id=ImportId("i1"))
    return asks.BookAppointment(f"old-{appointment_of(who)}", new, anyway=True)


def _ask(cast: Cast, who: str) -> asks.AskAppointments:
    message = SendMessage(MessageId(f"asked-{who}"), cast.conversation_id, "text", "Venez-vous demain ?")
    asking = asks.Asking(f"ask-{who}", (appointment_of(who),), message)
    return asks.AskAppointments(f"run-{who}", (asking,))


def waiter_of(who: str) -> str:
    """Somebody who waits, whom the test puts on the list first."""
    return f"w-{who.replace(' ', '-')}"


def _offer(cast: Cast, who: str) -> OfferSlot:
    at = cast.now + 3 * DAY + len(who) * timedelta(hours=2)
    own = who.replace(" ", "-")
    message = SendMessage(MessageId(f"invite-{own}"), cast.conversation_id, "text", "Free?")
    invited = (Invitation(waiter_of(who), message),)
    return OfferSlot(f"offer-{own}", at.replace(microsecond=0), 30, "", invited)


APPOINTMENT_WISHES: tuple[Wish, ...] = (
    Wish(_book, "appointment.book", ALL),
    Wish(_listed, "appointment.book", ALL, "(import)"),
    Wish(
        lambda _, who: asks.ChangeAppointment(appointment_of("owner 2"), (FieldChange("note", f"Of {who}"),)),
        "appointment.change", ALL,
    ),
    Wish(_later, "appointment.move", ALL),
    Wish(lambda _, who: asks.AnswerAppointment(appointment_of(who), "confirmed"), "appointment.answer", ALL),
    Wish(_ask, "appointment.ask", ALL),
    Wish(lambda _, who: asks.CallAppointment(appointment_of(who)), "appointment.call", ALL),
    Wish(lambda _, who: asks.SetOutcome(appointment_of(who), "came"), "appointment.set_outcome", ALL),
    Wish(lambda _, who: asks.RemoveAppointment(appointment_of(who)), "appointment.remove", ALL),
    Wish(lambda _, who: asks.RestoreAppointment(appointment_of(who)), "appointment.restore", ALL),
    Wish(
        lambda _, who: agenda.SaveResource(agenda.Resource(f"r-{who}", f"Chair of {who}")),
        "agenda.save_resource", LEADERS,
    ),
    Wish(lambda _, who: agenda.RemoveResource(f"r-{who}"), "agenda.remove_resource", LEADERS),
    Wish(
        lambda _, who: agenda.SaveService(agenda.Service(f"s-{who}", f"Cut by {who}")), "agenda.save_service", LEADERS
    ),
    Wish(lambda _, who: agenda.RemoveService(f"s-{who}"), "agenda.remove_service", LEADERS),
    Wish(
        lambda cast, who: SaveWaiter(f"w-{len(who)}", Waiter(f"w-{len(who)}", cast.contact_id)), "waiting.save", ALL
    ),
    Wish(lambda _, who: RemoveWaiter(waiter_of(who)), "waiting.remove", ALL),
    Wish(_offer, "slot.offer", ALL),
    Wish(lambda _, who: CloseOffer(f"of-{who.replace(' ', '-')}"), "slot.close", ALL),
)  # fmt: skip
