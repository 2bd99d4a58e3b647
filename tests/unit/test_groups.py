"""Groups of members: one at most for each, and who was in which one at a moment."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.groups import (
    Group,
    GroupBook,
    GroupEvent,
    GroupRemoved,
    GroupSaved,
    clean_group_name,
    group_problem,
)
from app.domain.ids import MemberId

LEA, MAX, EVE = MemberId("lea"), MemberId("max"), MemberId("eve")
TEAM = {LEA, MAX, EVE}


def test_somebody_was_in_the_group_of_that_moment() -> None:
    book = GroupBook()
    book.apply(GroupSaved("g1", "Salon", (LEA, MAX)), 100)
    book.apply(GroupSaved("g2", "Workshop", (EVE,)), 150)
    book.apply(GroupSaved("g1", "Salon", (MAX,)), 200)
    book.apply(GroupSaved("g2", "Workshop", (EVE, LEA)), 300)
    book.apply(GroupRemoved("g2"), 400)
    assert [book.group_at(LEA, s) for s in (99, 100, 199, 200, 299, 300, 399, 400)] == [
        None, "g1", "g1", None, None, "g2", "g2", None,
    ]  # fmt: skip
    assert book.group_of(LEA) is None
    assert book.group_of(MAX) == "g1"
    assert book.groups() == (Group("g1", "Salon", (MAX,)),)


def test_who_is_taken_into_another_group_leaves_the_first() -> None:
    book = GroupBook()
    book.apply(GroupSaved("g1", "Salon", (LEA, MAX)), 100)
    book.apply(GroupSaved("g2", "Atelier", (LEA,)), 200)
    assert book.groups() == (Group("g2", "Atelier", (LEA,)), Group("g1", "Salon", (MAX,)))
    assert book.group_of(LEA) == "g2"
    assert book.group_at(LEA, 150) == "g1"


def test_a_group_that_never_was_can_go() -> None:
    book = GroupBook()
    book.apply(GroupRemoved("g9"), 100)
    assert book.groups() == ()
    assert book.group_at(LEA, 100) is None


EVENTS = st.lists(
    st.one_of(
        st.builds(
            lambda group, people: GroupSaved(group, group, tuple(people)),
            st.sampled_from(["g1", "g2", "g3"]),
            st.lists(st.sampled_from(sorted(TEAM)), unique=True),
        ),
        st.builds(GroupRemoved, st.sampled_from(["g1", "g2", "g3"])),
    ),
    max_size=12,
)


@given(EVENTS)
def test_nobody_is_ever_in_two_groups_and_history_agrees_with_now(events: list[GroupEvent]) -> None:
    book = GroupBook()
    now: list[dict[MemberId, str]] = []
    for second, event in enumerate(events):
        book.apply(event, second)
        members = [one for group in book.groups() for one in group.member_ids]
        assert len(members) == len(set(members))
        now.append({one: group.group_id for group in book.groups() for one in group.member_ids})
    for second, places in enumerate(now):
        assert {one: book.group_at(one, second) for one in TEAM} == {one: places.get(one) for one in TEAM}


@pytest.mark.parametrize(
    ("group", "code"),
    [
        (Group("g2", " \t "), "group_nameless"),
        (Group("g2", "x" * 41), "group_name"),
        (Group("g2", "SALON"), "group_twice"),
        (Group("g2", "Atelier", (MAX, MAX)), "group_members"),
        (Group("g2", "Atelier", (MemberId("gone"),)), "group_stranger"),
        (Group("g2", "Atelier", (MAX, LEA)), "group_member_taken"),
        (Group("g2", "Atelier", (MAX,)), None),
        (Group("g1", "Salon", (LEA, MAX)), None),
    ],
)
def test_what_a_group_cannot_be(group: Group, code: str | None) -> None:
    refused = group_problem(group, [Group("g1", "Salon", (LEA,))], TEAM)
    assert (refused and refused.code) == code


def test_there_are_not_endlessly_many_groups() -> None:
    others = [Group(f"g{n}", f"Group {n}") for n in range(50)]
    refused = group_problem(Group("new", "One more"), others, TEAM)
    assert refused is not None
    assert refused.code == "groups_many"
    assert group_problem(Group("g3", "Another name"), others, TEAM) is None


def test_a_name_is_written_in_one_way() -> None:
    assert clean_group_name("  Salon\n de\tthé ") == "Salon de thé"
