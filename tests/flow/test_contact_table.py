"""The table of contacts, segments and acts on many, over the real files of two desks and their hub."""

from __future__ import annotations

import pytest

from app.domain.contact_bulk import AT_ONCE, MOST
from app.domain.contact_table import TableAsk, TableRow
from app.domain.contacts import Identity
from app.domain.errors import ComptoirError
from app.domain.ids import ContactId, MemberId
from app.domain.segments import Condition, Rule, Segment
from tests.flow.desk_world import Computer, reach
from tests.flow.test_desk_team import Team, team

__all__ = ["team"]


async def lines(who: Computer, ask: TableAsk | None = None) -> list[TableRow]:
    """What the table shows, in its order."""
    order = await who.desk.contact_order(ask or TableAsk())
    by_no = {row.no: row for row in who.desk.contact_rows(order)}
    return [by_no[no] for no in order]


def tagged(*tags: str) -> Rule:
    return Rule("all", (Condition("tag", "is", tags),))


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


async def test_what_changes_is_found_at_once_in_every_order(team: Team) -> None:
    """The orders in memory follow each change; nothing is read twice."""
    await team.synced()
    ana = next(row for row in await lines(team.lea, TableAsk("company")) if row.conversation_id == team.ana)
    await team.marc.desk.change_contact(ana.contact_id, {"company": "Aux Écus", "name": "Zoë"})
    await team.marc.desk.tag_contact(ana.contact_id, "Été")
    added = await team.lea.desk.add_contact(
        Identity(number="33639980077"), {"name": "Béa", "email": "bea@x.fr"}
    )
    await team.synced()
    rows = await lines(team.lea)
    assert [row.name for row in rows] == ["Ana", "Béa", "Zoë"]
    assert [row.name for row in await lines(team.lea, TableAsk("company"))] == ["Zoë", "Ana", "Béa"]
    assert [row.name for row in await lines(team.lea, TableAsk("last", is_descending=True))][-1] == "Béa"
    for words in ("ete", "zoe", "ecus", "AUX"):
        assert [row.name for row in await lines(team.lea, TableAsk(words=words))] == ["Zoë"], words
    assert [row.contact_id for row in await lines(team.lea, TableAsk(words="bea@x"))] == [added]
    assert team.lea.desk.contacts_beginning("BE") == team.lea.desk.contact_nos([added])
    facets = await team.lea.desk.contact_facets()
    assert (facets.total, facets.tags) == (3, (("Été", 1),))


async def test_somebody_who_is_known_is_found_by_number_and_address(team: Team) -> None:
    await team.lea.desk.add_contact(Identity(number="33639980077"), {"email": "bea@x.fr"})
    await team.synced()
    for digits, email in (("33639980077", ""), ("", "bea@x.fr")):
        known = team.marc.desk.contact_known_by(digits, email)
        assert known is not None and known.number == "33639980077"
    assert team.marc.desk.contact_known_by("33639980078", "b@x.fr") is None


async def test_a_segment_is_kept_shared_counted_and_forgotten(team: Team) -> None:
    shared = Segment("s1", "  Regulars ", tagged("VIP"))
    own = Segment("s2", "Mine", Rule("all", (Condition("talk", "is", ("yes",)),)), team.id_of(team.marc))
    with pytest.raises(ComptoirError, match="role_missing"):
        await team.marc.desk.save_segment(shared)
    await team.lea.desk.save_segment(shared)
    await team.marc.desk.save_segment(own)
    assert [one.name for one in team.marc.desk.segments()] == ["Mine"]  # before the hub was asked
    await team.synced()
    assert [one.name for one in team.marc.desk.segments()] == ["Mine", "Regulars"]
    assert [one.name for one in team.lea.desk.segments()] == ["Regulars"]
    rows = await lines(team.lea)
    await team.lea.desk.tag_contacts([rows[0].contact_id], "VIP", is_on=True)
    await team.synced()
    assert await team.marc.desk.count_contacts([shared.rule, own.rule, Rule()]) == [1, 2, 2]
    assert await lines(team.marc, TableAsk(rules=(shared.rule,))) == [
        row for row in await lines(team.marc) if "VIP" in row.tags
    ]
    with pytest.raises(ComptoirError, match="role_missing"):
        await team.marc.desk.remove_segment("s1")
    await team.lea.desk.remove_segment("s1")
    await team.synced()
    assert [one.name for one in team.marc.desk.segments()] == ["Mine"]
    assert await team.is_equal()


async def test_a_rule_that_means_nothing_is_refused_here_and_by_the_hub(team: Team) -> None:
    wrong = Segment("s1", "Wrong", Rule("all", (Condition("last", "within", ("many",)),)))
    with pytest.raises(ComptoirError, match="rule_value"):
        await team.lea.desk.save_segment(wrong)
    with pytest.raises(ComptoirError, match="name_empty"):
        await team.lea.desk.save_segment(Segment("s1", " ", Rule()))


async def test_many_are_tagged_and_given_offline_and_both_end_equal(team: Team) -> None:
    """Only those for whom something changes get an event; what one did offline joins what the other did."""
    for number in range(8):
        await team.lea.desk.add_contact(Identity(number=f"3363998010{number}"), {"name": f"P{number}"})
    await team.synced()
    rows = await lines(team.marc, TableAsk(words="P"))
    ids = [row.contact_id for row in rows]
    nos = [row.no for row in rows]
    team.marc.wire.is_cut = True
    await team.marc.desk.tag_contacts(ids, "Fair", is_on=True)
    await team.marc.desk.own_contacts(ids[:3], team.id_of(team.marc))
    shown = await lines(team.marc, TableAsk(words="P"))
    assert all(row.tags == ("Fair",) for row in shown) and [row.owner_name for row in shown[:4]] == [
        *["Marc"] * 3,
        None,
    ]
    await team.lea.desk.tag_contacts(ids[:4], "Fair", is_on=True)
    await reach(team.world.clock, lambda: not team.lea.desk.is_waiting_for_hub)
    head = team.world.head
    team.marc.wire.is_cut = False
    await team.synced()
    assert team.world.head == head + 4 + 3
    assert await team.lea.desk.contacts_to_tag(nos, "Fair", is_on=True) == []
    assert await team.lea.desk.contacts_to_tag(nos, "Fair", is_on=False) == ids
    owners = await team.lea.desk.contacts_by_owner(nos)
    assert owners == {team.id_of(team.marc): ids[:3], None: ids[3:]}
    await team.lea.desk.tag_contacts(ids, "Fair", is_on=False)
    await team.synced()
    assert all(row.tags == () for row in await lines(team.marc, TableAsk(words="P")))
    assert await team.is_equal()


async def test_a_rep_changes_no_more_than_a_hundred_at_once(team: Team) -> None:
    many = [ContactId(f"p-{number}") for number in range(101)]
    with pytest.raises(ComptoirError, match="role_missing"):
        await team.marc.desk.tag_contacts(many, "VIP", is_on=True)
    await team.marc.desk.tag_contacts(many[:100], "VIP", is_on=True)  # nobody is known by these ids
    await team.lea.desk.tag_contacts(many, "VIP", is_on=True)
    with pytest.raises(ComptoirError, match="too_many_contacts"):
        await team.lea.desk.own_contacts([ContactId(f"p-{number}") for number in range(MOST + 1)], None)
    await team.synced()
    assert AT_ONCE <= MOST and (await team.lea.desk.contact_facets()).tags == ()
    assert not team.marc.refusals and not team.lea.refusals


async def test_wrong_words_and_strangers_are_refused(team: Team) -> None:
    rows = await lines(team.lea)
    with pytest.raises(ComptoirError, match="tag_empty"):
        await team.lea.desk.tag_contacts([rows[0].contact_id], "  ", is_on=True)
    with pytest.raises(ComptoirError, match="member_unknown"):
        await team.lea.desk.own_contacts([rows[0].contact_id], MemberId("nobody"))
