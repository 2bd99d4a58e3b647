"""Every kind that we send, as Graph's documentation writes it down."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from app.domain.contents import (
    Content,
    MediaKind,
    SentCard,
)
from app.domain.outgoing import PARTS, Outgoing, problems
from app.whatsapp import wire
from tests.unit.outgoing_bodies import IDS, JPEG, MP4, PDF, PLAIN, QUOTED, TO, sent
from tests.unit.outgoing_templates import TEMPLATES

BODIES = [*PLAIN, *TEMPLATES]


@pytest.mark.parametrize(("kind", "text", "content", "expected"), BODIES)
def test_every_kind_is_written_as_documented(
    kind: str, text: str, content: Content | None, expected: dict[str, Any]
) -> None:
    assert problems("whatsapp", kind, text, content) is None
    outgoing = Outgoing(kind, text, content, QUOTED if kind == "reaction" else None)
    written = json.loads(wire.message_body(TO, outgoing, "c1:m-1", IDS))
    assert written == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+447700900123",
        "biz_opaque_callback_data": "c1:m-1",
        **expected,
    }


def test_the_table_covers_every_kind() -> None:
    assert {kind for kind, *_ in BODIES} == set(PARTS)
    assert set(get_args(MediaKind)) <= set(PARTS)


@pytest.mark.parametrize("kind", ["text", "image", "template", "buttons"])
def test_an_answer_names_what_it_quotes(kind: str) -> None:
    content = next(content for one, _, content, _ in BODIES if one == kind)
    written = json.loads(wire.message_body(TO, Outgoing(kind, "Hi", content, QUOTED), "c1:m-1", IDS))
    assert written["context"] == {"message_id": QUOTED}


def test_a_reaction_quotes_nothing() -> None:
    written = json.loads(wire.message_body(TO, Outgoing("reaction", "👍", None, QUOTED), "c1:m-1", {}))
    assert "context" not in written


@pytest.mark.parametrize("kind", [*sorted(set(PARTS) - {"text", "contacts", "reaction"}), "hologram"])
def test_a_message_without_its_parts_is_never_posted(kind: str) -> None:
    with pytest.raises(wire.Unwritable):
        wire.message_body(TO, Outgoing(kind, "x"), "c1:m-1", {})


def test_a_file_that_the_channel_does_not_have_is_never_posted() -> None:
    for kind, content in (("image", Content(media=JPEG)), ("template", sent(JPEG))):
        with pytest.raises(wire.Unwritable):
            wire.message_body(TO, Outgoing(kind, "x", content), "c1:m-1", {MP4: "72"})


def test_every_file_of_a_message_is_named_once() -> None:
    cards = (SentCard(media=JPEG), SentCard(media=MP4), SentCard(media=JPEG))
    assert Outgoing("template", "x", sent(PDF, cards=cards)).files() == (PDF, JPEG, MP4)
    assert Outgoing("text", "x").files() == ()
