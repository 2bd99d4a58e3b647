"""Choosing a template, filling it in, reading it whole, sending it: by mouse and by key; nothing given is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.desk.desk import Composed, Refusal
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.rows import MessageRow
from app.domain.sends import SendMessage
from app.domain.template_filling import Filling, filled
from app.domain.templates import Template, TemplateButton
from tests.fake_salon import LINE
from tests.gui.rig import Rig, click, press, rig, shown_names, type_text, until
from ui.conversation.template_offer.offer import TemplateOffer

__all__ = ["rig"]

CLOSED, OPEN = 17, 3  # of the fake salon: a closed window, an open one
READY = Template(
    "waba", "order_ready", "en_GB", "approved", "utility", "Hello {{1}}, your {{2}} is waiting for you here.",
    samples=("Bo", "mask"), buttons=(TemplateButton("quick_reply", "Today"),),
)  # fmt: skip
PLAIN = Template("waba", "closed_monday", "en", "approved", "utility", "We are closed on Monday.")
OFFER = Template("waba", "spring_offer", "fr", "approved", "marketing", "Bonjour {{1}}, découvrez nos soins.")
NAMED = Template(
    "waba", "reminder", "en", "approved", "utility", "Hi {{first_name}}, see you at {{time}} tomorrow.",
    is_positional=False,
)  # fmt: skip
PAUSED = replace(PLAIN, name="flash_sale", status="paused")
ALL = [READY, PLAIN, OFFER, NAMED, PAUSED]


def offer(rig: Rig) -> TemplateOffer:
    return rig.conversation.offers.offer


def opened(rig: Rig, number: int = CLOSED, templates: list[Template] | None = None) -> ConversationId:
    rig.desk.set_templates(ALL if templates is None else templates)
    return rig.open(number)


def pick(rig: Rig, template: Template) -> None:
    """A click on its row."""
    rows = offer(rig).list
    number = rows.rows.number_of(template.key)
    assert number is not None
    click(rows.viewport(), rows.visualRect(rows.rows.index(number, 0)).center())


def write(rig: Rig, key: str, text: str) -> None:
    line = offer(rig).fields.blanks[key].input
    line.clear()
    line.setFocus()
    type_text(line, text)


def messages(rig: Rig, conversation_id: ConversationId) -> list[MessageRow]:
    return rig.desk.talks[conversation_id].messages


def press_send(rig: Rig) -> None:
    button = offer(rig).foot.send_button
    click(button, button.rect().center())


async def test_a_closed_window_offers_templates_and_none_is_chosen(rig: Rig) -> None:
    opened(rig)
    assert offer(rig).isVisible() and not rig.conversation.composer.isVisible()
    assert "can no longer write freely" in offer(rig).head.title.text
    assert offer(rig).right.empty.isVisible() and not offer(rig).preview.isVisible()
    assert not offer(rig).foot.send_button.isEnabled()
    assert [name.partition(",")[0] for name in shown_names(offer(rig).list)] == [
        "Closed monday", "Order ready", "Reminder",
    ]  # fmt: skip


async def test_where_one_may_write_the_answer_stays_and_the_icon_offers_templates(rig: Rig) -> None:
    opened(rig, OPEN)
    composer = rig.conversation.composer
    assert composer.isVisible() and not offer(rig).isVisible()
    click(composer.tools.template, composer.tools.template.rect().center())
    assert offer(rig).isVisible() and not composer.isVisible() and not offer(rig).head.isVisible()
    press(offer(rig).list, Qt.Key.Key_Escape)
    assert composer.isVisible() and not offer(rig).isVisible()


async def test_somebody_who_never_wrote_is_offered_a_template_with_its_price(rig: Rig) -> None:
    rig.desk.add_rates("market,category,currency,price\n33,utility,EUR,0.03\n")
    rig.desk.set_templates(ALL)
    conversation_id = await rig.desk.start_conversation(LINE, Identity(number="33612345678"))
    rig.panes.open(conversation_id)
    assert "cannot write freely" in offer(rig).head.title.text and "yet" in offer(rig).head.title.text
    assert "€0.03" in offer(rig).list.rows.rows[0].line
    pick(rig, READY)
    assert offer(rig).fields.blanks["body:1"].value == ""  # nobody knows their name
    write(rig, "body:1", "Zoé")
    write(rig, "body:2", "mask")
    press_send(rig)
    await until(lambda: [row.kind for row in messages(rig, conversation_id)] == ["template"])


async def test_a_chosen_template_is_read_whole_filled_in_and_sent(rig: Rig) -> None:
    conversation_id = opened(rig)
    pick(rig, READY)
    name = rig.desk.talks[conversation_id].name
    assert name is not None
    first = name.split()[0]
    assert offer(rig).fields.blanks["body:1"].value == first
    assert not offer(rig).foot.send_button.isEnabled()
    write(rig, "body:2", "masque “nourrissant”")
    assert f"Hello {first}, your masque “nourrissant” is waiting" in offer(rig).preview.accessibleName()
    assert offer(rig).foot.send_button.isEnabled()
    press_send(rig)
    await until(lambda: messages(rig, conversation_id)[-1].kind == "template")
    sent = messages(rig, conversation_id)[-1]
    assert sent.text == f"Hello {first}, your masque “nourrissant” is waiting for you here."
    assert sent.content is not None and sent.content.template is not None
    assert [button.text for button in sent.content.template.buttons] == ["Today"]
    await until(lambda: not offer(rig).preview.isVisible())
    assert not offer(rig).foot.send_button.isEnabled()


async def test_a_second_click_sends_nothing_more(rig: Rig) -> None:
    conversation_id = opened(rig)
    pick(rig, PLAIN)
    count = len(messages(rig, conversation_id))
    press_send(rig)
    press_send(rig)
    await until(lambda: not offer(rig).preview.isVisible())
    assert len(messages(rig, conversation_id)) == count + 1


async def test_by_key_alone(rig: Rig) -> None:
    conversation_id = opened(rig)
    rig.conversation.focus_composer()
    assert offer(rig).list.hasFocus() and not offer(rig).preview.isVisible()
    press(offer(rig).list, Qt.Key.Key_Down)
    press(offer(rig).list, Qt.Key.Key_Down)
    await until(lambda: "body:1" in offer(rig).fields.blanks)
    field = offer(rig).fields.blanks["body:1"].input
    press(offer(rig).list, Qt.Key.Key_Tab)
    assert field.hasFocus()
    second = offer(rig).fields.blanks["body:2"].input
    press(field, Qt.Key.Key_Tab)  # from blank to blank; what helps with each comes after all of them
    assert second.hasFocus()
    press(
        field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )  # sends nothing, and says what is missing
    assert second.hasFocus() and messages(rig, conversation_id)[-1].kind != "template"
    write(rig, "body:2", "order")
    press(offer(rig).fields.blanks["body:2"].input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: messages(rig, conversation_id)[-1].kind == "template")


async def test_values_are_proposed_from_person_member_and_business(rig: Rig) -> None:
    opened(rig)
    pick(rig, READY)
    field = offer(rig).fields.blanks["body:2"]
    click(field.proposals_button, field.proposals_button.rect().center())
    menu = QApplication.activePopupWidget()
    assert menu is not None
    said = {action.data(): action.iconText() for action in menu.actions()}
    assert said["Name of your business"] == "Salon Rivage" and said["Your first name"] == "Léa"
    assert said["Phone number"].startswith("+33")
    next(action for action in menu.actions() if action.data() == "Name of your business").trigger()
    menu.close()
    assert field.value == "Salon Rivage" and field.input.hasFocus()


async def test_a_fallback_stands_in_for_an_empty_blank_and_is_kept(rig: Rig) -> None:
    conversation_id = opened(rig)
    pick(rig, READY)
    field = offer(rig).fields.blanks["body:2"]
    click(field.fallback_button, field.fallback_button.rect().center())
    type_text(field.fallback_input, "order")
    assert offer(rig).foot.send_button.isEnabled()
    press_send(rig)
    await until(lambda: messages(rig, conversation_id)[-1].kind == "template")
    assert "your order is waiting" in (messages(rig, conversation_id)[-1].text or "")
    rig.open(7)
    pick(rig, READY)
    assert offer(rig).fields.blanks["body:2"].fallback == "order"


async def test_what_was_given_stays_with_its_conversation_and_template(rig: Rig) -> None:
    first = opened(rig)
    pick(rig, READY)
    write(rig, "body:2", "mask")
    pick(rig, NAMED)
    write(rig, "body:time", "9:30")
    pick(rig, READY)
    assert offer(rig).fields.blanks["body:2"].value == "mask"
    rig.open(7)
    assert not offer(rig).preview.isVisible()
    rig.panes.open(first)
    assert offer(rig).fields.blanks["body:2"].value == "mask"
    assert offer(rig).preview.isVisible()


async def test_a_template_deleted_while_it_is_filled_in_sends_nothing_and_loses_nothing(rig: Rig) -> None:
    conversation_id = opened(rig)
    pick(rig, READY)
    write(rig, "body:2", "mask")
    count = len(messages(rig, conversation_id))
    rig.desk.set_templates([one for one in ALL if one != READY])
    await until(lambda: "deleted" in offer(rig).notice.label.text)
    assert offer(rig).notice.isVisible()
    assert not offer(rig).foot.send_button.isEnabled()
    offer(rig).send()
    press(offer(rig).fields.blanks["body:2"].input, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(messages(rig, conversation_id)) == count
    assert offer(rig).fields.blanks["body:2"].value == "mask"
    assert "mask" in offer(rig).preview.accessibleName()
    rig.desk.set_templates(ALL)
    await until(lambda: offer(rig).foot.send_button.isEnabled())
    assert offer(rig).fields.blanks["body:2"].value == "mask"


@pytest.mark.parametrize("status", ["paused", "disabled", "pending"])
async def test_one_that_may_not_be_sent_any_more_says_so(rig: Rig, status: str) -> None:
    conversation_id = opened(rig)
    pick(rig, PLAIN)
    count = len(messages(rig, conversation_id))
    rig.desk.set_templates([replace(PLAIN, status=status), READY])
    await until(lambda: "does not send this template" in offer(rig).notice.label.text)
    press_send(rig)
    assert len(messages(rig, conversation_id)) == count


async def test_one_that_was_changed_meanwhile_is_shown_as_it_is_now(rig: Rig) -> None:
    opened(rig)
    pick(rig, READY)
    write(rig, "body:2", "mask")
    rig.desk.set_templates([replace(READY, body="Dear {{1}}, do come and get your {{2}} at the salon.")])
    await until(lambda: "changed" in offer(rig).notice.label.text)
    assert "do come and get your mask" in offer(rig).preview.accessibleName()


async def test_a_refusal_is_said_and_the_values_stay(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation_id = opened(rig)
    pick(rig, READY)
    write(rig, "body:2", "mask")

    async def full(*_: object, **__: object) -> MessageId:
        raise ComptoirError("disk_full")

    monkeypatch.setattr(rig.desk, "send", full)
    press_send(rig)
    await until(offer(rig).notice.isVisible)
    assert "disk is full" in offer(rig).notice.label.text
    assert offer(rig).fields.blanks["body:2"].value == "mask"
    assert messages(rig, conversation_id)[-1].kind != "template"


async def test_one_that_the_hub_refused_comes_back_with_its_values(rig: Rig) -> None:
    rig.desk.set_templates(ALL)
    conversation_id = ConversationId("c-017")
    made = filled(READY, Filling({"body:1": "Zoé", "body:2": "comb"}))
    rig.desk.keep_attached(conversation_id, Composed("template", made.text, made.content))
    rig.open(CLOSED)
    assert offer(rig).fields.blanks["body:1"].value == "Zoé"
    assert offer(rig).fields.blanks["body:2"].value == "comb"
    body = SendMessage(MessageId("m"), conversation_id, "template", made.text, made.content)
    rig.kit.bridge.refused.emit(Refusal(body, "offer_over", {}))
    assert "offer has already ended" in offer(rig).notice.label.text


async def test_all_templates_are_searched_and_those_not_offered_say_why(rig: Rig) -> None:
    opened(rig)
    button = offer(rig).foot.all_button
    assert button.text() == "See 1 other template"
    click(button, button.rect().center())
    assert offer(rig).search.hasFocus()
    type_text(offer(rig).search, "flash")
    assert [row.why_not for row in offer(rig).list.rows.rows] == [
        "Paused by WhatsApp: too many people did not want it"
    ]
    click(offer(rig).list.viewport(), offer(rig).list.visualRect(offer(rig).list.rows.index(0, 0)).center())
    assert not offer(rig).preview.isVisible()
    offer(rig).search.clear()
    type_text(offer(rig).search, "decouvrez")
    assert [row.title for row in offer(rig).list.rows.rows] == ["Offre de printemps"]
    assert "only if they agreed" in offer(rig).list.rows.rows[0].line
    assert "French" in offer(rig).list.rows.rows[0].line
    offer(rig).search.clear()
    type_text(offer(rig).search, "xyzzy")
    assert offer(rig).nothing.isVisible() and "No template" in offer(rig).nothing.text


async def test_a_price_is_said_where_one_was_imported(rig: Rig) -> None:
    opened(rig)
    assert offer(rig).list.rows.rows[0].line == "Utility"
    rig.desk.add_rates("market,category,currency,price\n33,utility,EUR,0.03\n")
    await until(lambda: offer(rig).list.rows.rows[0].line == "Utility · €0.03")


async def test_the_draft_is_kept_and_can_be_seen(rig: Rig) -> None:
    conversation_id = opened(rig)
    assert not offer(rig).top.kept.isVisible()
    rig.desk.save_draft(conversation_id, "Votre commande est arrivée")
    await until(offer(rig).top.kept.isVisible)
    button = offer(rig).top.draft_button
    click(button, button.rect().center())
    assert offer(rig).draft.isVisible() and offer(rig).draft.text == "Votre commande est arrivée"
    pick(rig, PLAIN)
    press_send(rig)
    await until(lambda: messages(rig, conversation_id)[-1].kind == "template")


async def test_an_account_without_templates_says_what_to_do(rig: Rig) -> None:
    opened(rig, templates=[])
    assert "no template yet" in offer(rig).nothing.text
    assert offer(rig).foot.manage_button.isVisible()
    rig.desk.set_templates([PAUSED])
    await until(lambda: "accepted none" in offer(rig).nothing.text)


@pytest.mark.parametrize("width", [820, 640, 1440])
async def test_nothing_is_out_of_reach_in_a_narrow_window(rig: Rig, width: int) -> None:
    rig.window.resize(width, 700)
    opened(rig)
    pick(rig, READY)
    write(rig, "body:2", "mask")
    await until(lambda: offer(rig).width() <= width)
    for part in (offer(rig).foot.send_button, offer(rig).list, offer(rig).middle):
        assert is_inside(part, rig.window)
    handle = rig.window.windowHandle()
    await until(lambda: handle.isExposed())


def is_inside(part: QWidget, window: QWidget) -> bool:
    left = part.mapTo(window, part.rect().topLeft())
    return left.x() >= 0 and left.x() + part.width() <= window.width() and left.y() < window.height()
