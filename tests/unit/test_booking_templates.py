"""Which approved text tells a booking, and which file it takes with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.domain.appointments import Appointment
from app.domain.contents import Media
from app.domain.errors import Refused
from app.domain.templates import Template, TemplateButton, TemplateHeader
from app.words.appointment_around import Around
from app.words.booking_templates import Told, booked_in_template, file_kind_of, fits, likely_first

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
ONE = Appointment("a1", datetime(2026, 11, 27, 13, 30, tzinfo=UTC), 45, person="Zoé")
AROUND = Around(NOW, ZoneInfo("Europe/Paris"), "fr", "Salon Rivage", {}, {}, {})
PDF, PICTURE = Media("application/pdf", "a" * 64, "plan.pdf"), Media("image/jpeg", "b" * 64, "map.jpg")
PLAIN = Template(
    "w", "booked", "fr", "approved", "utility", "Rendez-vous le {{day}} à {{time}}.", is_positional=False,
    samples=("vendredi 27", "14\xa0h"),
)  # fmt: skip
WITH_FILE = replace(PLAIN, name="rdv_plan", header=TemplateHeader("document"))


def test_a_document_goes_in_the_head_of_the_template_that_takes_one() -> None:
    told = booked_in_template(WITH_FILE, [ONE], AROUND, [("image", PICTURE), ("document", PDF)])
    assert isinstance(told, Told)
    assert told.file == PDF and told.said.text == "Rendez-vous le vendredi 27 novembre à 14\xa0h\xa030."
    assert isinstance(booked_in_template(WITH_FILE, [ONE], AROUND, [("image", PICTURE)]), Refused)
    plain = booked_in_template(PLAIN, [ONE], AROUND, [("document", PDF)])
    assert isinstance(plain, Told) and plain.file is None


def test_what_asks_advertises_or_has_a_blank_that_nobody_knows_tells_no_booking() -> None:
    assert fits(PLAIN, [ONE], AROUND, ())
    button = TemplateButton("quick_reply", "Confirmer")
    for other in (
        replace(PLAIN, buttons=(button,)), replace(PLAIN, category="marketing"), replace(PLAIN, status="paused"),
        replace(PLAIN, body="{{day}} {{time}} {{order_number}}"), WITH_FILE,
    ):  # fmt: skip
        assert not fits(other, [ONE], AROUND, ())


def test_the_one_with_room_for_the_file_is_offered_first() -> None:
    english = replace(PLAIN, name="a_booking", language="en_US")
    odd = replace(PLAIN, name="parcel")
    ordered = sorted((english, odd, PLAIN, WITH_FILE), key=lambda one: likely_first(one, "fr", "document"))
    assert [one.name for one in ordered] == ["rdv_plan", "booked", "parcel", "a_booking"]
    assert (file_kind_of(WITH_FILE), file_kind_of(PLAIN)) == ("document", "")
