"""The search for cycles stays put off as long as anybody needs it so."""

import gc

import pytest

from storage.cycles import no_search_for_cycles


def test_one_that_ends_does_not_switch_it_on_for_another() -> None:
    first, second = no_search_for_cycles(), no_search_for_cycles()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_it_comes_back_after_an_error_and_stays_off_where_it_was_off() -> None:
    with pytest.raises(ValueError, match="no"), no_search_for_cycles():
        raise ValueError("no")
    assert gc.isenabled()
    gc.disable()
    try:
        with no_search_for_cycles():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
