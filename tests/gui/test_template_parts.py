"""What else than words a template asks for: a file, a point, the end of a link, a code, the end of an offer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.domain.templates import TemplateButton, TemplateHeader
from tests.gui.rig import Rig, click, rig, type_text, until
from tests.gui.test_template_offer import PLAIN, messages, offer, opened, pick, press_send, write

__all__ = ["rig"]


async def test_a_header_with_a_file_needs_one(rig: Rig, tmp_path: Path) -> None:
    conversation_id = opened(rig, templates=[replace(PLAIN, header=TemplateHeader("document"))])
    click(offer(rig).list.viewport(), offer(rig).list.visualRect(offer(rig).list.rows.index(0, 0)).center())
    assert not offer(rig).foot.send_button.isEnabled()
    wrong = tmp_path / "empty.pdf"
    wrong.write_bytes(b"")
    field = offer(rig).fields.files["header_file"]
    field.take_file(wrong)  # type: ignore[attr-defined]
    await until(lambda: field.error.isVisible())  # type: ignore[attr-defined]
    good = tmp_path / "prices.pdf"
    good.write_bytes(b"%PDF-1.4\n%%EOF\n")
    field.take_file(good)  # type: ignore[attr-defined]
    await until(lambda: field.media is not None)
    assert not field.error.isVisible()  # type: ignore[attr-defined]
    press_send(rig)
    await until(lambda: messages(rig, conversation_id)[-1].kind == "template")
    content = messages(rig, conversation_id)[-1].content
    assert content is not None and content.media is not None and content.media.name == "prices.pdf"


async def test_a_point_a_link_and_a_code_are_asked_for(rig: Rig) -> None:
    one = replace(
        PLAIN, header=TemplateHeader("location"),
        buttons=(
            TemplateButton("url", "See", "https://a.fr/{{1}}", sample="x"),
            TemplateButton("copy_code", "", sample="A"),
        ),
    )  # fmt: skip
    conversation_id = opened(rig, templates=[one])
    pick(rig, one)
    write(rig, "link:0", "a b")
    write(rig, "code:1", "MAI")
    assert not offer(rig).foot.send_button.isEnabled()
    place = offer(rig).fields.place
    assert place is not None
    type_text(place.name, "Salon")
    type_text(place.point, "48.85, 2.35")
    press_send(rig)
    await until(lambda: messages(rig, conversation_id)[-1].kind == "template")
    content = messages(rig, conversation_id)[-1].content
    assert content is not None and content.template is not None and content.place is not None
    assert [value.text for value in content.template.button_values] == ["a%20b", "MAI"]


async def test_a_limited_offer_needs_an_end_to_come(rig: Rig) -> None:
    one = replace(PLAIN, is_limited_offer=True)
    conversation_id = opened(rig, templates=[one])
    pick(rig, one)
    end = offer(rig).fields.end
    assert end is not None
    type_text(end.field.input, "1/1/2020 10:00")
    assert not offer(rig).foot.send_button.isEnabled()
    end.field.input.clear()
    type_text(end.field.input, "28/11/2026 19:00")
    press_send(rig)
    await until(lambda: messages(rig, conversation_id)[-1].kind == "template")
    content = messages(rig, conversation_id)[-1].content
    assert content is not None and content.template is not None
    assert str(content.template.offer_ends_at) == "2026-11-28 18:00:00+00:00"
