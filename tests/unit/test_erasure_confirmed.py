"""The name that is typed before somebody is erased: as a person types it, and never by chance."""

import pytest

from app.domain.erasure import is_confirmed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("aurelie  marchetti", "Aurélie Marchetti"),
        ("Aurélie Marchetti", "Aurélie Marchetti"),
        ("+33 6 39 98 29 19", "+33 6 39 98 29 19"),
        ("王芳", "王芳"),
    ],
)
def test_a_name_is_typed_without_its_accents(typed: str, name: str) -> None:
    assert is_confirmed(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"), [("", ""), ("!", "?"), ("", "…"), ("Aurélie", "Aurélie Marchetti")]
)
def test_another_name_or_none_confirms_nothing(typed: str, name: str) -> None:
    assert not is_confirmed(typed, name)
