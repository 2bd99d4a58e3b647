"""The table of contacts over the real files of desks: who wrote stands there, and who writes comes to it."""

from __future__ import annotations

from app.domain.contact_table import TableAsk, TableRow
from tests.flow.desk_world import Computer
from tests.flow.test_desk_team import Team, team

__all__ = ["team"]


async def lines(who: Computer, ask: TableAsk | None = None) -> list[TableRow]:
    """What the table shows, in its order."""
    order = await who.desk.contact_order(ask or TableAsk())
    by_no = {row.no: row for row in who.desk.contact_rows(order)}
    return [by_no[no] for no in order]


async def test_everybody_who_wrote_stands_in_the_table_of_both(team: Team) -> None:
    await team.synced()
    for who in (team.lea, team.marc):
        rows = await lines(who)
        assert {row.conversation_id for row in rows} == {team.ana, team.bo}
        assert all(row.last_at is not None and row.number for row in rows)


async def test_words_and_digits_find_and_heads_sort(team: Team) -> None:
    await team.synced()
    both = await lines(team.lea)  # customers here are all called Ana
    assert await lines(team.lea, TableAsk("number", is_descending=True)) == sorted(
        both, key=lambda row: row.number or "", reverse=True
    )
    last = await lines(team.lea, TableAsk("last"))
    assert [row.last_at for row in last] == sorted(row.last_at for row in last if row.last_at is not None)
    ana = next(row for row in both if row.conversation_id == team.ana)
    assert await lines(team.lea, TableAsk(words="7700 9001")) == [ana]
    assert await lines(team.lea, TableAsk(words="ÁNA")) == both
    assert await lines(team.lea, TableAsk(words="nobody is called so")) == []
