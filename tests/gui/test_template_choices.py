"""Which templates are offered, in which order; points as people paste them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from tests.gui.rig import check_model
from tests.gui.test_template_offer import ALL, NAMED, PAUSED, PLAIN
from ui.conversation.template_offer.choices import first_of, found, searched, sendable
from ui.conversation.template_offer.place_field import point_of
from ui.conversation.template_offer.rows import OfferRow, OfferRows


def test_the_rows_keep_qts_rules(qtmodeltester: ModelTester) -> None:
    model = OfferRows()
    model.show([OfferRow("a", "A", "Utility"), OfferRow("b", "B", "Utility", "Paused")])
    check_model(qtmodeltester, model)
    assert model.data(model.index(1, 0)) == "B, Utility, Paused"
    assert not model.flags(model.index(1, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_the_order_is_language_then_last_used_then_what_was_asked_for() -> None:
    order = [one.name for one in sendable(ALL, "fr", [])]
    assert order == ["spring_offer", "closed_monday", "order_ready", "reminder"]
    assert next(one.name for one in sendable(ALL, "en", [NAMED.key])) == "reminder"
    few = first_of(sendable(ALL, "fr", []), NAMED.key)
    assert [one.name for one in few] == ["spring_offer", "closed_monday", "reminder"]
    assert found(ALL, sendable(ALL, "fr", []), "MONDAY closed", searched) == [PLAIN, PAUSED]


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("48.8566, 2.3522", (48.8566, 2.3522)),
        ("-33.9 18.4", (-33.9, 18.4)),
        ("https://www.openstreetmap.org/#map=16/48.85/2.35", (48.85, 2.35)),
        ("https://maps.google.com/maps?q=48.85,2.35&z=12", (48.85, 2.35)),
        ("12 rue des Lilas", None),
        ("91, 2", None),
        ("", None),
    ],
)
def test_points_as_people_paste_them(text: str, point: tuple[float, float] | None) -> None:
    assert point_of(text) == point
