"""Columns of a table with several columns of words: they share the room, and the later ones go where there is none."""

from ui.deals.funnel.cells import Column
from ui.deals.funnel.widths import WORDS_LEAST_PX, among_words

COLUMNS = (Column("a", "words"), Column("b", "words"), Column("c"), Column("d", "bar"))
WANTED = (200, 100, 80, 0)


def test_words_share_what_figures_and_bars_leave() -> None:
    assert among_words(COLUMNS, WANTED, 1_000) == [474, 236, 80, 210]


def test_a_bar_goes_before_words_are_cut() -> None:
    assert among_words(COLUMNS, WANTED, 400) == [214, 106, 80, 0]


def test_the_later_words_go_where_there_is_no_room() -> None:
    widths = among_words(COLUMNS, WANTED, WORDS_LEAST_PX + 100)
    assert widths[1] == 0 and widths[0] == 124 and widths[2] == 80
