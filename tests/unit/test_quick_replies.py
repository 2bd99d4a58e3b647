"""Quick replies: what may be kept, how blanks are filled in, how they are found, how waiting ones are drawn."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.desk.pending import Pending
from app.desk.quick_overlay import overlaid_replies
from app.domain.commands import Command
from app.domain.contents import Media
from app.domain.ids import CommandId, DeviceId, MemberId, QuickReplyId
from app.domain.quick_blanks import SOURCES, Source, blanks, filled, source_of
from app.domain.quick_replies import (
    FILES_MAX,
    QuickReply,
    QuickReplyRemoved,
    QuickReplySaved,
    RemoveQuickReply,
    ReplyFile,
    SaveQuickReply,
    reply_after,
    reply_problem,
)
from app.domain.quick_search import QuickSearch, folded
from app.hub.decided import events_of
from app.hub.rules import Asker, Situation, check
from app.words import set_language
from app.words.quick_replies import blank_menu
from tests.world import LEA, NOON

ONE = QuickReplyId("r1")
MARC = MemberId("marc")
PRICES = ReplyFile("document", Media("application/pdf", "ab" * 32, "prices.pdf", 4_000))
PHOTO = ReplyFile("image", Media("image/jpeg", "cd" * 32, "cut.jpg", 4_000))


def reply(number: int, name: str, text: str = "", language: str = "") -> QuickReply:
    return QuickReply(QuickReplyId(f"r{number}"), name, text, 1, language=language)


def save(
    name: str = "Hours", text: str = "Nine to six", *, version: int = 0, is_personal: bool = False
) -> SaveQuickReply:
    return SaveQuickReply(ONE, name, text, is_personal, version)


def command(body: SaveQuickReply | RemoveQuickReply, seq: int = 1) -> Command:
    return Command(CommandId(f"k{seq}"), seq, 10, NOON, body)


def verdict(
    body: SaveQuickReply | RemoveQuickReply,
    there: QuickReply | None,
    role: str = "owner",
    who: MemberId = LEA,
) -> str | None:
    asker = Asker(DeviceId("d"), who, "Somebody", role)  # type: ignore[arg-type]
    refused = check(Situation(command(body), asker, NOON, quick_reply=there))
    return refused.code if refused else None


# --- what may be kept, and who may change it


@pytest.mark.parametrize(
    ("name", "text", "files", "code"),
    [
        ("Hours", "Nine to six", (), None),
        ("Prices", "", (PRICES,), None),
        (" ", "Nine to six", (), "quick_reply_nameless"),
        ("x" * 61, "Nine to six", (), "quick_reply_name"),
        ("two\nlines", "Nine to six", (), "quick_reply_name"),
        ("Hours", " \n\0", (), "quick_reply_empty"),
        ("Hours", "x" * 4097, (), "text_too_long"),
        ("Cut", "x" * 1025, (PHOTO,), "text_too_long"),
        ("Prices", "", (PRICES,) * (FILES_MAX + 1), "quick_reply_files"),
        ("Prices", "", (ReplyFile("image", PRICES.media),), "media_type"),
        ("Prices", "", (ReplyFile("document", Media("application/pdf")),), "media_missing"),
        ("Prices", "", (ReplyFile("levitation", PRICES.media),), "media_missing"),  # type: ignore[arg-type]
    ],
)
def test_a_reply_has_a_name_and_what_the_channel_takes(
    name: str, text: str, files: tuple[ReplyFile, ...], code: str | None
) -> None:
    refused = reply_problem(name, text, files)
    assert (refused.code if refused else None) == code


def test_everybody_changes_their_own_and_leaders_the_teams() -> None:
    shared = QuickReply(ONE, "Hours", "Nine to six", 3)
    own = QuickReply(ONE, "Hours", "Nine to six", 3, owner_id=MARC)
    for role, code in (("owner", None), ("manager", None), ("rep", "quick_reply_shared")):
        assert verdict(save(), None, role, MARC) == code
        assert verdict(save(version=3), shared, role, MARC) == code
        assert verdict(save(version=3, is_personal=True), shared, role, MARC) == code
        assert verdict(RemoveQuickReply(ONE, 3), shared, role, MARC) == code
        assert verdict(save(version=3), own, role, MARC) == code  # the own one becomes the team's
        assert verdict(save(is_personal=True), None, role, MARC) is None
        assert verdict(save(version=3, is_personal=True), own, role, MARC) is None
        assert verdict(RemoveQuickReply(ONE, 3), own, role, MARC) is None
        assert verdict(save(version=3, is_personal=True), own, role, LEA) == "quick_reply_foreign"
        assert verdict(RemoveQuickReply(ONE, 3), own, role, LEA) == "quick_reply_foreign"


def test_who_saw_an_older_form_is_told_what_became_of_it() -> None:
    there = QuickReply(ONE, "Hours", "Nine to six", 3)
    gone = QuickReply(ONE, "Hours", "Nine to six", 4, is_removed=True)
    assert verdict(save(version=2), there) == "quick_reply_changed"
    assert verdict(RemoveQuickReply(ONE, 2), there) == "quick_reply_changed"
    assert verdict(save(version=3), gone) == "quick_reply_gone"
    assert verdict(save(version=3), None) == "quick_reply_gone"
    assert verdict(RemoveQuickReply(ONE, 4), gone) == "quick_reply_gone"
    assert verdict(save(version=4), gone) is None  # the removal is taken back
    assert verdict(save(version=0), there) == "quick_reply_changed"


def test_a_language_that_nobody_knows_is_refused() -> None:
    assert (
        verdict(SaveQuickReply(ONE, "Hours", "x", is_personal=True, language="tlh"), None)
        == "quick_reply_language"
    )


# --- waiting ones

BODIES = st.lists(
    st.one_of(
        st.builds(
            save, st.sampled_from(["Hours", "Prices"]), version=st.integers(0, 3), is_personal=st.booleans()
        ),
        st.builds(RemoveQuickReply, st.just(ONE), st.integers(0, 3)),
    ),
    max_size=6,
)


@given(BODIES)
@example([save(version=0), RemoveQuickReply(ONE, 1), RemoveQuickReply(ONE, 2)])
def test_drawing_what_waits_equals_its_confirmation(bodies: list[SaveQuickReply | RemoveQuickReply]) -> None:
    commands = [command(body, seq) for seq, body in enumerate(bodies, 1)]
    drawn = overlaid_replies([], [Pending(one) for one in commands], LEA).get(ONE)
    asker, there = Asker(DeviceId("d"), LEA, "Léa", "owner"), None
    for one in commands:
        situation = Situation(one, asker, NOON, quick_reply=there)
        if check(situation) is None:
            [event] = events_of(situation)
            assert isinstance(event, QuickReplySaved | QuickReplyRemoved)
            there = reply_after(event, there)
    told = None if drawn is None else (drawn.name, drawn.version, drawn.owner_id)
    assert told == (None if there is None else (there.name, there.version, there.owner_id))
    if drawn is not None and there is not None and there.version > 1:
        assert drawn.is_pending


# --- blanks


def test_known_blanks_are_filled_in_and_others_stay_to_be_seen() -> None:
    known: dict[Source, str] = {"first_name": "Ana", "tomorrow": "vendredi 27 novembre"}
    text = "Bonjour {prénom}, à {demain} {heure} ? {Prenom}, {aujourd’hui}"
    assert filled(text, lambda source: known.get(source, "")) == (
        "Bonjour Ana, à vendredi 27 novembre {heure} ? Ana, {aujourd’hui}"
    )


@pytest.mark.parametrize(
    "text", ["{}", "{ x }", "{1}", '{"a": 1}', "a { b", ":-{)", "if (x) {\n y }", "{-name}"]
)
def test_braces_of_other_kinds_are_no_blanks(text: str) -> None:
    assert blanks(text) == []


def test_a_blank_is_known_by_where_it_stands() -> None:
    text = "À {heure}, {…} et {jour de la semaine}"
    assert [(text[one.start : one.end], one.name) for one in blanks(text)] == [
        ("{heure}", "heure"), ("{…}", "…"), ("{jour de la semaine}", "jour de la semaine"),
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["en", "fr"])
def test_what_the_menu_offers_is_filled_in(code: str) -> None:
    set_language(code)
    try:
        assert [source_of(blank.strip("{}")) for blank, _words in blank_menu()] == list(SOURCES)
        assert all(blanks(blank) for blank, _words in blank_menu())
    finally:
        set_language("en")


@given(st.text(alphabet="{}prénom …a\n", max_size=40))
def test_filling_in_leaves_everything_around_blanks_alone(text: str) -> None:
    assert filled(text, lambda _source: "") == text


# --- search


def test_names_come_before_texts_and_the_most_used_first() -> None:
    search = QuickSearch(
        [
            reply(1, "Tarifs", "Coupe 30 €"),
            reply(2, "Été", "Nos tarifs d’été"),
            reply(3, "Nos tarifs de mariage"),
        ]
    )
    assert [one.name for one in search.find("tarif", {})] == ["Tarifs", "Nos tarifs de mariage", "Été"]
    assert [one.name for one in search.find("ete", {})] == ["Été"]
    assert [one.name for one in search.find("", {"r3": 4, "r1": 1})] == [
        "Nos tarifs de mariage",
        "Tarifs",
        "Été",
    ]
    assert search.find("nothing of the kind", {}) == []
    assert len(search.find("", {}, limit=2)) == 2


def test_another_language_comes_last() -> None:
    search = QuickSearch([reply(1, "Hours", "", "en"), reply(2, "Horaires", "", "fr"), reply(3, "Zoo")])
    assert [one.name for one in search.find("", {"r1": 9}, "fr")] == ["Horaires", "Zoo", "Hours"]


def test_words_are_found_by_their_beginning_in_any_order() -> None:
    search = QuickSearch([reply(1, "Bœuf", "Œufs frais")])
    assert [one.name for one in search.find("frais oeu", {})] == ["Bœuf"]
    assert folded("L’Été !") == " l ete"
