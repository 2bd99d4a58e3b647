"""Which step of a hub's move a person is led to, from what the files say alone."""

import pytest

from app.domain.hub_move import FOLLOWING, MoveStanding, MoveStep, address_of, begun, domain_of
from ui.moving.words import bring_line, install_line

HOME = MoveStanding(has_hub=True)
PACKED = MoveStanding(has_hub=True, file="/media/stick/salon.hub")
BEGUN = MoveStanding(has_hub=True, file="/media/stick/salon.hub", address="https://hub.example.com")
OVER = MoveStanding(
    has_hub=True, file="/media/stick/salon.hub", address="https://hub.example.com", is_over=True
)
ELSEWHERE = MoveStanding(has_hub=False)


@pytest.mark.parametrize(
    ("standing", "first", "shown"),
    [
        (HOME, "about", {"about", "pack"}),
        (PACKED, "server", {"about", "pack", "server", "address"}),
        (BEGUN, "address", {"about", "pack", "server", "address"}),
        (OVER, "done", {"done"}),
        (ELSEWHERE, "address", {"address"}),
    ],
)
def test_whoever_comes_back_is_at_the_right_step(
    standing: MoveStanding, first: MoveStep, shown: set[MoveStep]
) -> None:
    guide = begun(standing)
    assert guide.shown == first
    assert {step for step in guide.steps if guide.can_show(step)} == shown
    assert guide.at("done").shown == ("done" if standing is OVER else first)


def test_one_goes_on_and_back_only_where_it_leads() -> None:
    guide = begun(HOME)
    assert (guide.before, guide.after) == (None, "pack")
    guide = guide.at("pack")
    assert (guide.before, guide.after) == ("about", None)
    packed = guide.told(PACKED)
    assert (packed.shown, packed.after) == ("pack", "server")
    assert packed.at("address").told(OVER).shown == "done"
    assert packed.at("server").told(HOME).shown == "about"  # it was taken back
    assert begun(ELSEWHERE).steps == FOLLOWING and begun(OVER).before is None


def test_only_what_was_packed_and_not_handed_over_may_stay() -> None:
    assert [one.may_stay for one in (HOME, PACKED, BEGUN, OVER, ELSEWHERE)] == [
        False,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("typed", "address", "domain"),
    [
        ("hub.example.com", "https://hub.example.com", "hub.example.com"),
        (" https://hub.example.com/ ", "https://hub.example.com", "hub.example.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("  ", "", ""),
    ],
)
def test_a_name_is_as_good_as_an_address(typed: str, address: str, domain: str) -> None:
    assert (address_of(typed), domain_of(typed)) == (address, domain)


def test_the_lines_can_be_run_as_they_stand() -> None:
    assert bring_line("/tmp/my salon.hub", "hub.example.com", "linux") == (
        "scp '/tmp/my salon.hub' root@hub.example.com:comptoir.hub"
    )
    assert bring_line(r"C:\Léa\my salon.hub", "h.example", "win32") == (
        r'scp "C:\Léa\my salon.hub" root@h.example:comptoir.hub'
    )
    assert install_line("h.example").endswith("comptoir-server install h.example --from ~/comptoir.hub")
