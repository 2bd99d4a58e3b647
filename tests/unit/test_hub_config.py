"""What a hub makes of its environment."""

from pathlib import Path

import pytest

from app.domain.errors import EnvironmentFailure
from app.hub.config import HubConfig, LineConfig, checked_key, from_environment, is_loopback

FOLDER = Path("data")


def test_lists_in_one_variable_are_taken_apart() -> None:
    given = {
        "COMPTOIR_PHONE_NUMBER_ID": " 1, 2 ,",
        "COMPTOIR_ACCESS_TOKEN": "a,b",
        "COMPTOIR_APP_SECRET": "new,old",
        "COMPTOIR_GRAPH_URL": "http://127.0.0.1:8081/",
    }
    config = from_environment(given, FOLDER)
    assert config.lines == (LineConfig("1", "a"), LineConfig("2", "b"))
    assert config.app_secrets == ("new", "old")
    assert (config.graph_url, config.graph_version) == ("http://127.0.0.1:8081", "v24.0")


@pytest.mark.parametrize(("tokens", "each"), [("", (None, None)), ("one", ("one", "one"))])
def test_one_token_or_none_is_for_all_lines(tokens: str, each: tuple[str | None, ...]) -> None:
    given = {"COMPTOIR_PHONE_NUMBER_ID": "1,2", "COMPTOIR_ACCESS_TOKEN": tokens}
    assert tuple(line.token for line in from_environment(given, FOLDER).lines) == each


def test_tokens_that_do_not_match_the_lines_are_refused() -> None:
    given = {"COMPTOIR_PHONE_NUMBER_ID": "1,2,3", "COMPTOIR_ACCESS_TOKEN": "a,b"}
    with pytest.raises(EnvironmentFailure, match="tokens_mismatch"):
        from_environment(given, FOLDER)


def test_an_empty_environment_gives_a_hub_whose_door_is_closed() -> None:
    config = from_environment({}, FOLDER)
    assert (config.lines, config.app_secrets, config.verify_token, config.data_key) == ((), (), None, None)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "hub.example"])
def test_plain_http_stays_on_this_computer(host: str) -> None:
    with pytest.raises(EnvironmentFailure, match="plain_http_refused"):
        from_environment({}, FOLDER, host=host)
    assert from_environment({}, FOLDER, host=host, is_behind_tls_proxy=True).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_this_computer_is_recognised(host: str) -> None:
    assert is_loopback(host)
    assert from_environment({}, FOLDER, host=host).host == host


def test_the_key_that_was_handed_over_goes_before_the_environments() -> None:
    given = {"COMPTOIR_DATA_KEY": "0" * 64}
    assert from_environment(given, FOLDER, data_key="F" * 64).data_key == "f" * 64
    assert from_environment(given, FOLDER).data_key == "0" * 64


@pytest.mark.parametrize("key", ["", "0" * 63, "g" * 64, "0" * 66])
def test_a_key_is_64_hex_characters(key: str) -> None:
    with pytest.raises(EnvironmentFailure, match="data_key_malformed"):
        checked_key(key)


def test_no_secret_shows_in_a_configs_text_form() -> None:
    config = HubConfig(
        FOLDER,
        lines=(LineConfig("1", "canary-token"),),
        app_secrets=("canary-secret",),
        verify_token="canary-verify",
        data_key="canary-key",
    )
    assert "canary" not in repr(config)
