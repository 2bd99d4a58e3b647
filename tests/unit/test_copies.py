"""Quick copies are what `dataclasses.replace` gives."""

from dataclasses import replace

import pytest

from app.domain.conversations import Conversation
from app.domain.copies import changed
from app.domain.ids import ContactId, ConversationId, LineId

ONE = Conversation(ConversationId("c1"), ContactId("p1"), LineId("whatsapp:1"), "whatsapp", unread_count=2)


@pytest.mark.parametrize(
    "changes", [{}, {"is_closed": True}, {"last_text": None, "unread_count": 0, "lifted_pos": 7}]
)
def test_a_copy_is_equal_to_a_replaced_one(changes: dict[str, object]) -> None:
    copy = changed(ONE, **changes)
    assert copy == replace(ONE, **changes) and copy is not ONE  # type: ignore[arg-type]
    assert ONE.unread_count == 2 and not ONE.is_closed


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(KeyError):
        changed(ONE, unread=3)


def test_a_copy_is_frozen_too() -> None:
    with pytest.raises(AttributeError):
        changed(ONE, unread_count=1).unread_count = 3  # type: ignore[misc]
