"""What is said of consent and hour before a template is sent or an answer planned, and what allows it."""

from __future__ import annotations

from datetime import UTC, datetime, time

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.consent import Doubt
from app.domain.quiet_hours import QuietHours
from app.domain.templates import Template
from tests.gui.consent_hands import dialog_of, keep, person, press_button
from tests.gui.rig import Rig, press, rig, type_text, until
from ui.conversation.planning.late import LateDialog
from ui.conversation.template_offer.offer import TemplateOffer

assert rig is not None
SALE = Template("waba", "spring", "en", "approved", "marketing", "Spring is here.")
READY = Template("waba", "ready", "en", "approved", "utility", "It is ready.")


# ------------------------------------------------- the offer of templates


def offered(rig: Rig, template: Template) -> TemplateOffer:
    rig.desk.set_templates([SALE, READY])
    rig.conversation.composer.template_asked.emit()
    offer = rig.conversation.offers.offer
    offer.choose(template.key)
    return offer


def shown(*parts: QWidget) -> list[bool]:
    return [part.isVisible() for part in parts]


async def test_the_offer_says_before_sending_what_is_missing_and_recording_it_allows_it(rig: Rig) -> None:
    where, who, _name = person(rig)
    offer = offered(rig, SALE)
    strip = offer.consent
    assert "none is recorded" in strip.words.text
    assert not offer.foot.send_button.isEnabled()
    assert shown(strip.record_button, strip.read_button, strip.plan_button, strip.anyway_button) == [
        True, False, False, False,
    ]  # fmt: skip
    press_button(strip.record_button)
    dialog = dialog_of(rig.window)
    type_text(dialog.wording.line, "Yes please")
    press_button(dialog.confirm)
    await until(offer.foot.send_button.isEnabled)
    assert strip.words.text == "Agreed: today"
    assert [one.purpose for one in rig.desk.ledgers[who]] == ["marketing"]
    count = len(rig.desk.talks[where].messages)
    press_button(offer.foot.send_button)
    await until(lambda: len(rig.desk.talks[where].messages) == count + 1)


async def test_the_offer_says_since_when_somebody_wants_no_more(rig: Rig) -> None:
    _where, who, _name = person(rig)
    keep(rig, who, "marketing", is_given=False, days=2, source="stop_word")
    offer = offered(rig, SALE)
    assert offer.consent.words.text.startswith("No more promotions since 24 Nov (They wrote “stop”)")
    sent: list[object] = []
    offer.send_asked.connect(lambda *what: sent.append(what))
    press(offer, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == []
    offer.choose(READY.key)
    assert not offer.consent.isVisible()
    assert offer.foot.send_button.isEnabled()


async def test_a_doubt_is_read_from_the_offer(rig: Rig) -> None:
    where, who, _name = person(rig)
    keep(rig, who, "marketing", is_given=True)
    message_id = rig.desk.talks[where].messages[0].message_id
    rig.desk.doubts[who] = [Doubt(message_id, rig.clock.now())]
    offer = offered(rig, SALE)
    jumped: list[str] = []
    offer.consent.read_asked.connect(jumped.append)
    press_button(offer.consent.read_button)
    assert jumped == [message_id]


async def test_at_night_the_offer_waits_for_the_morning_or_for_an_explicit_press(rig: Rig) -> None:
    where, who, _name = person(rig)
    keep(rig, who, "marketing", is_given=True)
    rig.desk.quiet = QuietHours(time(9), time(7), ("Europe/Paris",))
    offer = offered(rig, SALE)
    strip = offer.consent
    assert (
        strip.words.text == "It is 10:42 where this customer lives: your quiet hours last until 7:00 there."
    )
    assert strip.plan_button.text() == "Send it tomorrow 7:00"
    assert not strip.anyway_button.isVisible()  # promotions never
    press_button(strip.plan_button)
    await until(lambda: bool(rig.desk.plans))
    [plan] = rig.desk.plans.values()
    assert (plan.kind, plan.due_at) == ("template", datetime(2026, 11, 27, 6, 0, tzinfo=UTC))
    offer = offered(rig, READY)
    count = len(rig.desk.talks[where].messages)
    press_button(offer.consent.anyway_button)
    await until(lambda: len(rig.desk.talks[where].messages) == count + 1)


async def test_what_is_planned_for_the_night_is_offered_the_morning_and_may_be_wanted_at_night(
    rig: Rig,
) -> None:
    where, _who, _name = person(rig)
    rig.desk.quiet = QuietHours(time(21), time(8), ("Europe/Paris",))
    night = datetime(2026, 11, 26, 21, 30, tzinfo=UTC)
    for is_anyway, due_at in ((False, datetime(2026, 11, 27, 7, 0, tzinfo=UTC)), (True, night)):
        rig.desk.plans.clear()
        rig.write("Good night")
        planning = rig.conversation.planning
        planning._plan(where, rig.conversation.composer.answer, night)
        await until(lambda: bool([one for one in rig.window.findChildren(LateDialog) if one.isVisible()]))
        dialog = next(one for one in rig.window.findChildren(LateDialog) if one.isVisible())
        assert dialog.words.text.startswith("It will be 22:30 where this customer lives")
        if is_anyway:
            press_button(dialog.anyway)
        else:
            press(dialog, Qt.Key.Key_Return)
        await until(lambda: bool(rig.desk.plans))
        assert [one.due_at for one in rig.desk.plans.values()] == [due_at]
