"""What the hub writes down for the team when somebody wants another time and the agenda is kept elsewhere."""

from app.domain.appointments import Appointment
from app.domain.tasks import TITLE_MAX_CHARS
from app.words.appointment_around import Around, cut
from app.words.appointment_times import row_title
from app.words.hours_of import is_french


def wish_task(appointment: Appointment, around: Around) -> str:
    """The title of the task: who, and which appointment it is about."""
    when = row_title(appointment.starts_at, around.zone, around.language)
    who = around.who(appointment)
    if is_french(around.language):
        told = f"{who or 'Quelqu’un'} voudrait un autre horaire que {when}"
    else:
        told = f"{who or 'Somebody'} wants another time for {when}"
    return cut(" ".join(told.split()), TITLE_MAX_CHARS)
