"""Templates in Settings: what the account has, and how a new one is written, submitted, changed, deleted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.domain.errors import ComptoirError
from app.domain.template_drafts import TemplateDraft, draft_of, draft_problems, name_of
from app.domain.templates import Template, TemplateButton, TemplateHeader
from app.words.starters import starters
from app.words.templates import status_words
from tests.gui.rig import Rig, check_model, click, press, rig, shown_names, type_text, until
from tests.unit.test_template_drafts import test_what_the_channel_would_refuse_is_named as table
from ui.settings.templates.form import PLACES, TemplateForm, suggested_name
from ui.settings.templates.page import TemplatesPage
from ui.settings.templates.rows import row_of
from ui.widgets.two_line_list import TwoLineRows

__all__ = ["rig"]

READY = Template(
    "waba", "order_ready", "en", "approved", "utility", "Hello {{1}}, your {{2}} is waiting for you here.", "77",
    samples=("Bo", "mask"), footer="Salon", buttons=(TemplateButton("quick_reply", "Today"),), quality="green",
)  # fmt: skip
REFUSED = replace(
    READY, name="price_list", status="rejected", rejected_reason="promotional", external_id="78"
)
# Longer labels and codes, strange languages and an eleventh button cannot be written into the form.
IMPOSSIBLE = {
    "template_button_text",
    "template_button_code",
    "template_language",
    "template_category",
    "template_buttons_many",
}
PENDING = replace(READY, name="fresh", status="pending")


def page(rig: Rig, templates: list[Template] | None = None) -> TemplatesPage:
    rig.desk.set_templates([READY, REFUSED, PENDING] if templates is None else templates)
    rig.panes.show_screen("settings")
    rig.panes.settings.show_page("templates")
    return rig.panes.settings.templates


def pick(shown: TemplatesPage, template: Template) -> None:
    number = next(n for n, row in enumerate(shown.list.rows.rows) if row.key == template.key)
    click(shown.list.viewport(), shown.list.visualRect(shown.list.rows.index(number, 0)).center())


def form(rig: Rig, draft: TemplateDraft) -> TemplateForm:
    shown = page(rig)
    shown._write(draft)
    return shown.form


async def test_the_list_says_state_category_language_and_how_it_is_received(rig: Rig) -> None:
    shown = page(rig)
    assert shown_names(shown.list) == [
        "Fresh, Utility · English, Under review",
        "Order ready, Utility · English · well received, Accepted",
        "Price list, Utility · English, Refused",
    ]
    assert shown.words.text == "1 of 3 can be sent"
    type_text(shown.search, "refused")
    assert [row.title for row in shown.list.rows.rows] == ["Price list"]


async def test_a_refused_one_says_why_and_may_be_changed(rig: Rig) -> None:
    shown = page(rig)
    pick(shown, REFUSED)
    assert "reads like an advertisement" in shown.detail.warning.text
    assert shown.detail.edit.isVisible() and shown.detail.copy.isVisible()
    pick(shown, PENDING)
    assert not shown.detail.edit.isVisible()
    assert "still looking" in shown.detail.warning.text


async def test_the_samples_fill_the_bubble(rig: Rig) -> None:
    shown = page(rig)
    pick(shown, READY)
    assert "Hello Bo, your mask is waiting" in shown.detail.preview.accessibleName()


async def test_a_new_one_begins_with_a_starter_and_is_submitted(rig: Rig) -> None:
    shown = page(rig)
    click(shown.new, shown.new.rect().center())
    assert shown.stack.currentIndex() == 1
    rows = shown.starters.list
    click(rows.viewport(), rows.visualRect(rows.rows.index(0, 0)).center())
    assert shown.form.name.text() == "appointment_reminder"
    assert "Hello Ana, we are expecting you" in shown.form.preview.accessibleName()
    click(shown.form.submit, shown.form.submit.rect().center())
    await until(lambda: shown.stack.currentIndex() == 0)
    [(what, draft)] = rig.desk.asked
    assert (what, draft.name, draft.external_id) == ("submit", "appointment_reminder", None)
    await until(
        lambda: shown.detail.template is not None and shown.detail.template.name == "appointment_reminder"
    )
    assert shown.detail.chip.accessibleName() == "Under review"


async def test_a_starter_whose_name_is_taken_gets_another(rig: Rig) -> None:
    shown = page(rig, [replace(READY, name="appointment_reminder")])
    shown._begin()
    shown._take_starter(next(one.draft for one in starters() if one.draft.language == "en"))
    assert shown.form.name.text() == "appointment_reminder_2"
    shown.form.name.setText("appointment_reminder")
    shown.form.try_submit()
    assert "already" in shown.form.groups["name"].error
    assert rig.desk.asked == []


async def test_written_from_nothing_by_hand(rig: Rig) -> None:
    shown = page(rig, [])
    shown._begin()
    click(shown.starters.blank, shown.starters.blank.rect().center())
    written = shown.form
    written.try_submit()
    assert written.groups["name"].error and written.groups["body"].error
    type_text(written.name, "order_ready")
    type_text(written.body.lines, "Hello ")
    click(written.body.variable, written.body.variable.rect().center())
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.actions()[0].trigger()
    menu.close()
    type_text(written.body.lines, ", your order is ready at the salon.")
    assert written.body.text == "Hello {{first_name}}, your order is ready at the salon."
    type_text(written.body.inputs["first_name"], "Ana")
    written.buttons.add("quick_reply")
    type_text(written.buttons.lines[0].text, "I am coming")
    written.buttons.add("url")
    type_text(written.buttons.lines[1].text, "See it")
    type_text(written.buttons.lines[1].value, "https://a.fr/{{1}}")
    type_text(written.buttons.lines[1].sample, "https://a.fr/8")
    written.buttons.add("quick_reply")
    type_text(written.buttons.lines[1].text, "Later")
    assert [line.kind for line in written.buttons.lines] == ["quick_reply", "quick_reply", "url"]
    assert "Hello Ana, your order is ready" in written.preview.accessibleName()
    assert all(not group.error for group in written.groups.values())
    press(written.submit, Qt.Key.Key_Space)
    await until(lambda: bool(rig.desk.asked))
    draft = rig.desk.asked[0][1]
    assert draft_problems(draft) == []
    assert [button.text for button in draft.buttons] == ["I am coming", "Later", "See it"]


@pytest.mark.parametrize(("changes", "code"), vars(table)["pytestmark"][0].args[1])
async def test_every_problem_is_said_at_its_field(rig: Rig, changes: dict[str, object], code: str) -> None:
    from tests.unit.test_template_drafts import GOOD

    draft = replace(GOOD, **changes)  # type: ignore[arg-type]
    written = form(rig, draft)
    written._is_judged = True
    # what the form itself cannot hold (a longer label, two authentication kinds) never gets as far
    problems = {problem.code for problem in draft_problems(written.draft)}
    written._judge()
    for problem in problems:
        place = PLACES.get(problem, "buttons")
        assert written.groups[place].error, problem
    assert code in problems or code in IMPOSSIBLE


async def test_an_edit_keeps_name_and_language(rig: Rig) -> None:
    shown = page(rig)
    pick(shown, READY)
    click(shown.detail.edit, shown.detail.edit.rect().center())
    assert not shown.form.name.isEnabled() and not shown.form.language.isEnabled()
    assert not shown.form.category.isEnabled()
    shown.form.body.lines.set_text("Dear {{1}}, your {{2}} is waiting for you here.")
    shown.form.try_submit()
    await until(lambda: bool(rig.desk.asked))
    draft = rig.desk.asked[0][1]
    assert (draft.external_id, draft.name, draft.samples) == ("77", "order_ready", ("Bo", "mask"))


async def test_what_whatsapp_says_of_a_refusal_is_shown_and_nothing_is_lost(rig: Rig) -> None:
    written = form(rig, draft_of(REFUSED, is_new=False))
    rig.desk.refuses = ComptoirError("channel_refused", reason="request_invalid", said="Choose another name.")
    written.try_submit()
    await until(lambda: "Choose another name." in written.notice.text)
    assert written.body.text == REFUSED.body and written.submit.isEnabled()
    rig.desk.refuses = ComptoirError("template_sample_type", mime="text/plain")
    written.try_submit()
    await until(lambda: bool(written.groups["head"].error))


async def test_leaving_what_was_not_submitted_asks_first(rig: Rig) -> None:
    shown = page(rig)
    pick(shown, READY)
    shown.detail.copy.click()
    click(shown.form.back, shown.form.back.rect().center())
    assert shown.stack.currentIndex() == 0
    shown.detail.copy.click()
    assert shown.form.name.text() == "order_ready_2"
    type_text(shown.form.footer, " Camille")
    click(shown.form.back, shown.form.back.rect().center())
    assert shown.dialog is not None and shown.stack.currentIndex() == 2
    shown.dialog.keep_button.click()
    assert shown.stack.currentIndex() == 2
    shown.form.back.click()
    shown.dialog.confirm_button.click()
    assert shown.stack.currentIndex() == 0 and rig.desk.asked == []


async def test_deleting_asks_first(rig: Rig) -> None:
    shown = page(rig)
    pick(shown, READY)
    click(shown.detail.delete, shown.detail.delete.rect().center())
    assert shown.dialog is not None
    shown.dialog.keep_button.click()
    assert rig.desk.asked == []
    shown.detail.delete.click()
    shown.dialog.confirm_button.click()
    await until(lambda: rig.desk.asked == [("delete", ("order_ready", "en"))])
    await until(lambda: all(row.key != READY.key for row in shown.list.rows.rows))
    assert shown.detail.template is None or not shown.detail.isVisible()


async def test_comparing_says_that_it_did(rig: Rig) -> None:
    shown = page(rig)
    click(shown.compare, shown.compare.rect().center())
    await until(
        lambda: "as WhatsApp has them" in shown.words.text.lower() or "As WhatsApp" in shown.words.text
    )
    rig.desk.refuses = ComptoirError("channel_unreachable")
    shown.compare.click()
    await until(lambda: "does not answer" in shown.words.text)


async def test_a_rep_reads_and_changes_nothing(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    me = rig.desk.me()
    monkeypatch.setattr(rig.desk, "me", lambda: replace(me, role="rep"))
    shown = page(rig)
    pick(shown, READY)
    for button in (shown.new, shown.detail.edit, shown.detail.copy, shown.detail.delete, shown.prices):
        assert not button.isVisible()
    assert shown.detail.preview.isVisible()


async def test_prices_are_imported_from_a_table(rig: Rig, tmp_path: Path) -> None:
    shown = page(rig)
    assert "No prices" in shown.prices.words.text
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("a,b\n1,2\n", "utf-8")
    shown.prices.take_file(bad)
    assert "first line must name" in shown.prices.error.text
    shown.prices.take_file(tmp_path / "none.csv")
    assert "none.csv" in shown.prices.error.text
    good.write_text("market;category;currency;price\nFR;utility;EUR;0,03\nMars;utility;EUR;1\n", "utf-8")
    shown.prices.take_file(good)
    await until(lambda: "Prices of 1 country" in shown.prices.words.text)
    assert "1 line of the file was not used" in shown.prices.words.text
    pick(shown, READY)
    assert "€0.03" in shown.detail.facts.text


async def test_a_sample_file_goes_with_the_template(rig: Rig, tmp_path: Path) -> None:
    written = form(
        rig, replace(draft_of(READY, is_new=True), name="with_paper", header=TemplateHeader("document"))
    )
    written.try_submit()
    assert written.groups["head"].error
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n%%EOF\n")
    assert written.head.file is not None
    written.head.file.take_file(paper)
    await until(lambda: written.head.media is not None)
    assert not written.groups["head"].error
    written.try_submit()
    await until(lambda: bool(rig.desk.asked))
    assert rig.desk.asked[0][1].header_sha256 == written.head.media.sha256  # type: ignore[union-attr]


@pytest.mark.parametrize("width", [820, 640])
async def test_a_narrow_window_shows_one_of_the_two(rig: Rig, width: int) -> None:
    rig.window.resize(width, 700)
    shown = page(rig)
    await until(lambda: shown.width() <= width)
    assert shown.list.isVisible() and not shown.detail.isVisible()
    pick(shown, READY)
    assert shown.detail.isVisible() and not shown.list.isVisible()
    click(shown.both.back, shown.both.back.rect().center())
    assert shown.list.isVisible()


async def test_the_offer_leads_here(rig: Rig) -> None:
    rig.desk.set_templates([])
    rig.open(17)
    button = rig.conversation.offers.offer.foot.manage_button
    click(button, button.rect().center())
    assert rig.panes.settings.templates.isVisible()


def test_rows_keep_qts_rules(qtmodeltester: object) -> None:
    model = TwoLineRows()
    model.show([row_of(READY, "en"), row_of(REFUSED, "en")])
    check_model(qtmodeltester, model)  # type: ignore[arg-type]


def test_names_are_made_of_any_words() -> None:
    assert name_of("Commande prête (œufs) !") == "commande_prete_oeufs"
    assert suggested_name("Prête", [replace(READY, name="prete")], "en") == "prete_2"
    assert suggested_name("日本", [], "en") == "template"
    assert status_words("new_state") == "new_state"
