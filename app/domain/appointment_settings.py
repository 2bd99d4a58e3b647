"""The team's settings of appointments."""

from app.domain.setting_shape import Setting, msgid

APPOINTMENT_SETTINGS: tuple[Setting, ...] = (
    Setting(
        "agenda_elsewhere",
        "team",
        False,
        msgid("Your agenda is kept in other software"),
        msgid("Then no time is changed here by itself: who wants another one becomes a task for you."),
        "appointments",
    ),
    Setting(
        "appointment_silent_h",
        "team",
        3,
        msgid("Hours until whoever was asked counts as silent"),
        msgid("Then the line says so, and you can ask once more."),
        "appointments",
        low=1,
        high=72,
    ),
    Setting(
        "appointment_call_at",
        "team",
        "12:00",
        msgid("Time from which the silent are to be called"),
        msgid(
            "Hours and minutes, as in 12:00. Whoever was asked before and said nothing is then on the list."
        ),
        "appointments",
    ),
    Setting(
        "appointment_call_min",
        "team",
        3,
        msgid("Minutes that a confirmation by telephone takes you"),
        msgid("The reports reckon with it what the answers of customers saved you."),
        "appointments",
        low=1,
        high=60,
    ),
    Setting(
        "appointment_thanks",
        "team",
        True,
        msgid("Thank whoever confirms or cancels"),
        msgid("In a short message, right after a clear answer."),
        "appointments",
    ),
)
