"""Links from outside: what they may lead to, and that everything else leads nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import ConversationId
from app.domain.links import SCREENS, Target, ToConversation, ToNumber, ToScreen, read_link
from ui.place import BELOW
from ui.place import SCREENS as IN_RAIL


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("comptoir://screen/today", ToScreen("today")),
        ("COMPTOIR://Screen/Inbox/", ToScreen("inbox")),
        ("comptoir://conversation/01930000-0000-7000-9000-000000000001", None),
        ("comptoir://number/+33199000001", ToNumber("+33199000001")),
        ("comptoir://number/%2B33%20199%20000001", ToNumber("+33199000001")),
        ("tel:+33199000001", ToNumber("+33199000001")),
        ("TEL:01-99-00-00-01", ToNumber("0199000001")),
        ("tel://0199000001", ToNumber("0199000001")),
        ("tel:+1(201)555-0123;ext=42", ToNumber("+12015550123")),
    ],
)
def test_a_link_leads_to_a_screen_a_conversation_or_a_number(link: str, target: Target | None) -> None:
    said = ToConversation(ConversationId(link.rpartition("/")[2])) if target is None else target
    assert read_link(link) == said


@pytest.mark.parametrize(
    "link",
    [
        "",
        "comptoir:",
        "comptoir://",
        "comptoir://screen/",
        "comptoir://screen/../../etc/passwd",
        "comptoir://screen/gallery",
        "comptoir://send/+33199000001",
        "comptoir://number/+33199000001?text=Please%20pay",  # no words of a stranger in the answer box
        "comptoir://number/+33199000001#send",
        "comptoir://number/+33199000001/send",
        "comptoir://number/++33199000001",
        "comptoir://number/12",
        "comptoir://number/" + "1" * 16,
        "comptoir://conversation/..%2F..%2Fhub.db",
        "comptoir://conversation/a b",
        "comptoir://conversation/%00",
        "comptoir://conversation/--profile",
        "comptoir://user@host/screen/today",
        "comptoir://screen/today\n--profile",
        " comptoir://screen/today",
        "comptoir://screen/tod\u0430y",  # a letter that only looks like an a
        "tel:*21*0199000001%23",  # a code for the phone itself
        "tel:0199000001,,1",
        "tel:%2B%2B33199",
        "tel:+33199000001?body=hello",
        "tel:\u0661\u0662\u0663\u0664",
        "https://example.com/comptoir://screen/today",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "--profile=/tmp/other",
        "comptoir://number/" + "+" + "0" * 400,
    ],
)
def test_everything_else_leads_nowhere(link: str) -> None:
    assert read_link(link) is None


@given(st.one_of(st.text(), st.from_regex(r"(comptoir://\\w{0,12}/|tel:).{0,60}")))
def test_whatever_arrives_is_read_without_harm(link: str) -> None:
    match read_link(link):
        case ToNumber(number):
            assert number.removeprefix("+").isdecimal() and number.isascii()
        case ToScreen(screen_id):
            assert screen_id in SCREENS
        case ToConversation(conversation_id):
            assert conversation_id.isascii() and not set(conversation_id) & set("/\\\0 .")
        case None:
            pass


def test_every_screen_of_the_rail_has_its_link() -> None:
    """All but the set-up: no stranger leads anybody there."""
    assert {*IN_RAIL, *BELOW} - {"setup"} == SCREENS
