"""Why an account of what happened was not loaded, or a report not printed."""

from app.words import gettext as _


def about_histories() -> dict[str, str]:
    """By code. {line} is the number of the line in the file."""
    return {
        "history_not_json": _(
            "Line {line} is no JSON object, so nothing was loaded. Each line must be one object in curly brackets."
        ),
        "history_what": _(
            "Line {line} says “what”: “{what}”, which nobody knows, so nothing was loaded. "
            "The manual’s page about reports lists what there is."
        ),
        "history_missing": _(
            "Line {line} has no “{name}”, which “{what}” needs, so nothing was loaded. Add it and load again."
        ),
        "history_field": _(
            "The “{name}” of line {line} is of the wrong kind, so nothing was loaded. Mend it and load again."
        ),
        "history_time": _(
            "The “{name}” of line {line} is no moment with its distance from UTC, so nothing was loaded. "
            "Write it like 2026-03-02T10:00:00+01:00."
        ),
        "history_hours": _(
            "The opening hours of line {line} cannot be read, so nothing was loaded. "
            "They need a time zone, days from mon to sun with spans like 09:00 to 12:00 in order, "
            "and dates like 2026-05-01."
        ),
        "history_stranger": _(
            "Line {line} speaks of the message “{id}”, which no line brings, so nothing was loaded."
        ),
        "history_folder_taken": _(
            "There is a hub in {folder} already, so nothing was loaded. Choose an empty folder."
        ),
        "history_unreadable": _(
            "The file {file} cannot be read as text, so nothing was loaded. Check its name and that it is UTF-8."
        ),
        "moment_unreadable": _(
            "“{text}” is no date and no moment, so nothing was printed. "
            "Write 2026-03-02, or 2026-03-02T10:00:00+01:00."
        ),
    }
