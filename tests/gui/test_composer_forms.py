"""Buttons, lists, links, places, cards: filled in, previewed, refused with the limit, sent, and never lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.desk.desk import Refusal
from app.domain.contents import EMPTY, Content
from app.domain.errors import ComptoirError
from app.domain.ids import ConversationId, MessageId
from app.domain.outgoing import problems
from app.domain.rows import MessageRow
from app.domain.sends import SendMessage
from tests.gui.rig import Rig, click, press, rig, type_text, until
from ui.conversation.forms.ask_forms import ButtonsForm, LinkForm, RequestForm
from ui.conversation.forms.card_form import CardForm
from ui.conversation.forms.fields import LimitedField
from ui.conversation.forms.form import Form
from ui.conversation.forms.list_form import ListForm
from ui.conversation.forms.place_form import PlaceForm
from ui.conversation.writing.forms import MAKERS
from ui.widgets.menu import Menu

__all__ = ["rig"]

CTRL = Qt.KeyboardModifier.ControlModifier


def sent(rig: Rig, conversation_id: ConversationId) -> list[MessageRow]:
    return [row for row in rig.desk.talks[conversation_id].messages if row.is_pending]


def opened(rig: Rig, kind: str) -> Form:
    form = rig.conversation.writer.forms.open(kind)
    assert form is not None and form.isVisible()
    return form


def content_of(row: MessageRow) -> Content:
    return row.content or EMPTY


async def gone(rig: Rig, conversation_id: ConversationId) -> MessageRow:
    await until(lambda: len(sent(rig, conversation_id)) == 1)
    return sent(rig, conversation_id)[0]


async def test_buttons_by_the_menu_and_the_keyboard(rig: Rig) -> None:
    conversation_id = rig.open(3)
    rig.conversation.focus_composer()
    press(rig.conversation.composer.box, Qt.Key.Key_O, CTRL)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, Menu)
    chosen = next(action for action in menu.actions() if action.iconText() == "Buttons…")
    menu.close()
    chosen.trigger()
    form = rig.conversation.composer.findChild(ButtonsForm)
    assert isinstance(form, ButtonsForm)
    await until(form.text.line.hasFocus)
    type_text(form.text.line, "Quel jour ?")
    form.titles[0].set_text("Jeudi")
    form.titles[2].set_text("Vendredi")
    form.footer.set_text("Salon Rivage")
    press(form.titles[0].line, Qt.Key.Key_Return)  # Enter alone sends nothing
    assert form.isVisible()
    press(form.text.line, Qt.Key.Key_Return, CTRL)
    row = await gone(rig, conversation_id)
    ask = content_of(row).ask
    assert (row.kind, row.text) == ("buttons", "Quel jour ?") and ask is not None
    assert [(one.option_id, one.title) for one in ask.options] == [("1", "Jeudi"), ("2", "Vendredi")]
    assert ask.footer == "Salon Rivage" and ask.header is None
    assert rig.window.focusWidget() is rig.conversation.composer.box


async def test_the_preview_is_the_bubble_and_grows_with_it(rig: Rig) -> None:
    rig.open(3)
    form = opened(rig, "buttons")
    assert isinstance(form, ButtonsForm)
    before = form.preview.heightForWidth(320)
    form.text.set_text("Quel jour vous convient ?")
    form.titles[0].set_text("Jeudi")
    form.titles[1].set_text("Vendredi")
    face, _layout = form.preview._measured(320)
    assert face.text == "Quel jour vous convient ?" and [b.words for b in face.buttons] == [
        "Jeudi",
        "Vendredi",
    ]
    assert form.preview.heightForWidth(320) > before
    form.reject()


async def test_limits_are_said_at_their_field(rig: Rig) -> None:
    conversation_id = rig.open(3)
    form = opened(rig, "buttons")
    assert isinstance(form, ButtonsForm)
    form.text.set_text("Quel jour ?")
    form.titles[0].set_text("a" * 12)
    assert form.titles[0].count.text() == "12 / 20"
    form.titles[0].set_text("a" * 21)
    assert "20 characters" in form.titles[0].line.accessibleDescription()
    click(form.send_button, form.send_button.rect().center())
    assert form.isVisible() and "WhatsApp takes 20" in form._problem.text
    assert form.focusWidget() is form.titles[0].line and sent(rig, conversation_id) == []
    form.titles[0].set_text("Jeudi")
    form.titles[1].set_text("Jeudi")
    form.send()
    assert "two buttons say" in form._problem.text
    form.reject()


async def test_a_closed_form_is_there_again_as_it_was(rig: Rig) -> None:
    rig.open(3)
    form = opened(rig, "list")
    assert isinstance(form, ListForm)
    form.text.set_text("Choisissez")
    form.sections[0].name.set_text("Matin")
    form.sections[0].rows[0].title.set_text("9:00")
    form.sections[0].rows[0].description.set_text("avec Léa")
    form.add_section().name.set_text("Soir")
    form.sections[1].rows[0].title.set_text("18:00")
    before = form.composed()
    press(form.text.line, Qt.Key.Key_Escape)
    assert not form.isVisible()
    again = opened(rig, "list")
    assert again.composed() == before
    again.reject()


async def test_a_list_in_parts(rig: Rig) -> None:
    conversation_id = rig.open(3)
    form = opened(rig, "list")
    assert isinstance(form, ListForm)
    form.text.set_text("Choisissez votre horaire")
    part = form.sections[0]
    assert not part.name.isVisible()  # one part needs no heading
    part.rows[0].title.set_text("9:00")
    click(part.add_button, part.add_button.rect().center())
    assert form.focusWidget() is part.rows[1].title.line
    assert part.rows[1].title.line.accessibleName() == "Line 2"
    part.rows[1].title.set_text("10:30")
    click(form.add_section_button, form.add_section_button.rect().center())
    form.sections[1].rows[0].title.set_text("14:00")
    form.sections[0].name.set_text("Matin")
    form.send()
    assert "each part needs a heading" in form._problem.text
    form.sections[1].name.set_text("Après-midi")
    form.send()
    row = await gone(rig, conversation_id)
    ask = content_of(row).ask
    assert ask is not None and ask.button == "See the choices"
    assert [(one.title, one.section) for one in ask.options] == [
        ("9:00", "Matin"), ("10:30", "Matin"), ("14:00", "Après-midi"),
    ]  # fmt: skip
    assert len({one.option_id for one in ask.options}) == 3


async def test_a_list_has_ten_lines_at_most_and_one_at_least(rig: Rig) -> None:
    rig.open(3)
    form = opened(rig, "list")
    assert isinstance(form, ListForm)
    part = form.sections[0]
    for _number in range(9):
        part.add_row()
    assert (
        len(part.rows) == 10 and not part.add_button.isVisible() and not form.add_section_button.isVisible()
    )
    for row in list(part.rows):
        row.remove_button.click()
    assert len(form.sections[0].rows) == 1 and form.sections[0].add_button.isVisible()
    form.reject()


async def test_a_link_gets_the_beginning_that_it_lacks(rig: Rig) -> None:
    conversation_id = rig.open(3)
    form = opened(rig, "link")
    assert isinstance(form, LinkForm)
    form.text.set_text("Notre adresse")
    form.label.set_text("Ouvrir le plan")
    form.url.set_text("not a page")
    form.send()
    assert "not a web address" in form._problem.text
    form.url.set_text("salon.example/plan")
    form.send()
    ask = content_of(await gone(rig, conversation_id)).ask
    assert ask is not None and ask.url == "https://salon.example/plan"


@pytest.mark.parametrize("kind", ["location_request", "contact_request"])
async def test_asking_for_location_and_number(rig: Rig, kind: str) -> None:
    conversation_id = rig.open(3)
    form = opened(rig, kind)
    assert isinstance(form, RequestForm) and form.text.text.endswith("?")
    form.send()
    row = await gone(rig, conversation_id)
    assert row.kind == kind and problems("whatsapp", row.kind, row.text or "", row.content) is None


async def test_a_place_from_a_pasted_link(rig: Rig) -> None:
    conversation_id = rig.open(3)
    form = opened(rig, "location")
    assert isinstance(form, PlaceForm)
    form.point.set_text("https://maps.app.goo.gl/abc")
    assert "Short links" in form.point.line.accessibleDescription()
    form.point.set_text("somewhere")
    assert "No point" in form.point.line.accessibleDescription()
    form.send()
    assert "not a point" in form._problem.text
    form.point.set_text("https://maps.google.com/?q=47.2184,-1.5536")
    assert form.point.line.accessibleDescription() == ""
    form.name.set_text("Salon Rivage")
    form.send()
    place = content_of(await gone(rig, conversation_id)).place
    assert place is not None and (place.latitude, place.longitude) == (47.2184, -1.5536)
    assert place.name == "Salon Rivage" and place.address is None


async def test_a_contact_card(rig: Rig) -> None:
    conversation_id = rig.open(3)
    form = opened(rig, "contacts")
    assert isinstance(form, CardForm)
    form.number.set_text("+33 6 39 98 44 12")
    form.send()
    assert "no name" in form._problem.text
    form.first.set_text("Sophie")
    form.last.set_text("Marchand")
    form.send()
    [card] = content_of(await gone(rig, conversation_id)).cards
    assert card.name == "Sophie Marchand" and card.phones[0].chat_number == "33639984412"


@pytest.mark.parametrize("kind", list(MAKERS))
async def test_every_form_fills_in_what_it_made(rig: Rig, kind: str) -> None:
    rig.open(3)
    form = opened(rig, kind)
    for number, field in enumerate(form.findChildren(LimitedField)):
        field.set_text("47.5, -1.5" if isinstance(form, PlaceForm) and not number else f"Words {number}")
    before = form.composed()
    form.reject()
    again = opened(rig, kind)
    assert again.composed() == before
    again.reject()


async def test_undo_opens_the_form_again(rig: Rig) -> None:
    conversation_id = rig.open(3)
    form = opened(rig, "contact_request")
    form.send()
    await gone(rig, conversation_id)
    await until(lambda: rig.conversation.undo.message_id is not None)
    rig.conversation.undo.undo()
    await until(lambda: any(one.isVisible() for one in rig.conversation.composer.findChildren(RequestForm)))
    again = next(one for one in rig.conversation.composer.findChildren(RequestForm) if one.isVisible())
    assert again.text.text.startswith("Could you") and sent(rig, conversation_id) == []
    again.reject()


async def test_a_form_that_was_not_sent_is_offered_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.open(3)

    async def refuse(*_args: object, **_kwargs: object) -> MessageId:
        raise ComptoirError("disk_full")

    monkeypatch.setattr(rig.desk, "send", refuse)
    form = opened(rig, "contacts")
    assert isinstance(form, CardForm)
    form.first.set_text("Sophie")
    form.send()
    notice = rig.conversation.composer.notice
    await until(notice.isVisible)
    assert "disk is full" in notice.label.text and notice.link.text() == "Open it again"
    click(notice.link, notice.link.rect().center())
    again = next(one for one in rig.conversation.composer.findChildren(CardForm) if one.isVisible())
    assert again.first.text == "Sophie"
    again.reject()


async def test_a_form_that_the_hub_refused_waits_in_its_conversation(rig: Rig) -> None:
    first = rig.open(3)
    form = opened(rig, "contact_request")
    composed = form.composed()
    form.send()
    row = await gone(rig, first)
    rig.open(5)
    rig.desk.talks[first].messages.remove(row)
    rig.desk.keep_attached(first, composed)  # as the desk does
    command = SendMessage(row.message_id, first, composed.kind, composed.text, composed.content)
    for tell in list(rig.desk._refusal_listeners):
        tell(Refusal(command, "window_closed", {}))
    assert len(rig.conversation.toasts.toasts) >= 1
    rig.panes.open(first)
    notice = rig.conversation.composer.notice
    assert notice.isVisible()
    click(notice.link, notice.link.rect().center())
    again = next(one for one in rig.conversation.composer.findChildren(RequestForm) if one.isVisible())
    assert again.composed() == composed and rig.desk.attached(first) is None
    again.reject()


async def test_a_narrow_window_shows_the_preview_below(rig: Rig) -> None:
    rig.window.resize(700, 480)
    rig.open(3)
    form = opened(rig, "list")
    assert form.width() <= 480 and form.height() <= 480
    assert form.send_button.isVisible()
    form.reject()


async def test_tab_goes_through_a_list_from_top_to_bottom(rig: Rig) -> None:
    rig.open(3)
    form = opened(rig, "list")
    assert isinstance(form, ListForm)
    first = form.sections[0].rows[0]
    second = form.sections[0].add_row()
    await until(form.text.line.hasFocus)
    form.label.line.setFocus()
    for place in (first.title, first.description, None, second.title, second.description):
        focused = QApplication.focusWidget()
        assert focused is not None
        press(focused, Qt.Key.Key_Tab)
        assert place is None or place.line.hasFocus()  # None: the cross of the first line


async def test_a_card_without_a_name_yet_shows_no_broken_sign(rig: Rig) -> None:
    rig.open(3)
    form = opened(rig, "contacts")
    assert isinstance(form, CardForm)
    face = form.preview._measured(300)[0]
    assert "\ufffd" not in repr(face)
