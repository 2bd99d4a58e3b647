"""One erased person who had appointments, booked some for others, and was booked for: figures of nobody are left."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from app.domain import appointment_asks as asks
from app.domain import appointments as aps
from app.domain.contact_cards import FieldChange
from app.domain.erasure import EraseWish
from app.domain.ids import ContactId, MessageId
from storage.instants import to_us
from storage.view import appointment_reading as rows
from tests.flow.desk_world import computer, reach
from tests.flow.erasure_world import EVE, canaries, confirmed, contact_of, eve_writes, hits
from tests.flow.hub_world import HubWorld
from tests.flow.restore_world import copy_of, put_back
from tests.flow.test_erasure_rebuilt import assert_same_anew
from tests.flow.test_salvage_team import append

NAME = "Evelyn Kanari"
DAY = timedelta(days=1)


async def test_nothing_is_left_of_somebody_with_appointments_but_figures_of_nobody(
    tmp_path: Path,
) -> None:
    async with HubWorld(tmp_path / "hub") as world, computer(world, tmp_path / "lea") as lea:
        place = await eve_writes(world, "CANARY first words", "wamid.CANARY1")
        eve = ContactId(contact_of(world, place))
        ana_place = await world.conversation()
        ana = ContactId(contact_of(world, ana_place))
        desk = await world.join("owner", "Marc")
        at = world.clock.now().replace(minute=0, second=0, microsecond=0)

        async def told(*bodies: object) -> None:
            for body in bodies:
                outcome = await world.do(desk, body)  # type: ignore[arg-type]
                assert outcome.result == "accepted", outcome

        def booking(one: str, days: float, **more: object) -> asks.BookAppointment:
            fields: dict[str, object] = {
                "length_min": 30,
                "person": "CANARY Eve",
                "note": "CANARY nuts",
                **more,
            }
            return asks.BookAppointment(one, asks.NewAppointment(at + days * DAY, **fields))  # type: ignore[arg-type]

        await told(
            booking("came", 1, contact_id=eve),
            booking("to-come", 9, contact_id=eve),
            booking("for-ana", 10, contact_id=ana, booker_id=eve),
            booking("phone", 11, phone=f"+{EVE}"),
            booking("other", 12, contact_id=ana, person="Ana", note=""),
            asks.ChangeAppointment("came", (FieldChange("title", "CANARY colour"),)),
            asks.AnswerAppointment("came", "move", "call", wish="CANARY Thursday"),
            asks.AnswerAppointment("came", "confirmed", "call"),
        )
        await append(
            world,
            (aps.AppointmentAsked("for-ana", "k1", MessageId("m1"), place), "for-ana"),
            (aps.AppointmentAsked("other", "k2", MessageId("m2"), ana_place), "other"),
        )
        await world.clock.advance(2 * 86_400)
        await told(asks.SetOutcome("came", "no_show"))
        await reach(world.clock, lambda: lea.desk.position == world.head)
        copy = copy_of(world)
        assert hits([tmp_path / "hub"]) and canaries(lea)
        await lea.desk.erase_person(EraseWish(eve, NAME))
        await reach(world.clock, lambda: "Léa's computer" in confirmed(world), within_s=300)
        assert hits([tmp_path]) == [] and canaries(lea) == []
        with world.reading() as conn:
            everything = rows.between(conn, to_us(at - DAY), to_us(at + 30 * DAY), with_erased=True)
            listed = rows.between(conn, to_us(at - DAY), to_us(at + 30 * DAY))
            assert rows.load(conn, "came") is None and rows.is_known(conn, "came")
            assert rows.history(conn, "came") == []
        assert [one.appointment_id for one in everything] == ["came", "for-ana", "other"]
        assert [one.appointment_id for one in listed] == ["for-ana", "other"]
        came, hers = everything[0], everything[1]
        assert (came.outcome, came.answer, came.contact_id, came.person, came.wish) == (
            "no_show",
            "confirmed",
            None,
            "",
            "",
        )
        assert (hers.contact_id, hers.booker_id, hers.ask_id, hers.is_standing) == (ana, None, "", True)
        await told(asks.AnswerAppointment("for-ana", "confirmed"))
        assert (await world.do(desk, asks.CallAppointment("came"))).code == "appointment_unknown"
        assert_same_anew(world, tmp_path)
        await put_back(world, copy)
        assert [one for one in hits([tmp_path / "hub"]) if "set-aside" not in one] == []
