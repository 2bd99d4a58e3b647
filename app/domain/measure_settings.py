"""The team's settings of what reports count: when a matter is over, and when it goes on."""

from app.domain.setting_shape import Setting, msgid

MEASURE_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "episode_silence_h",
        "team",
        72,
        msgid("Hours of silence after which a matter is over"),
        msgid(
            "For reports: your message was the last and nobody waits, so what comes next is something new. 0: never."
        ),
        "business",
        high=8760,
    ),
    Setting(
        "reopen_grace_h",
        "team",
        24,
        msgid("Hours in which a finished matter goes on"),
        msgid("For reports: whoever writes again so soon after the end has come back about the same thing."),
        "business",
        high=720,
    ),
)
