"""What messages about appointments say, in the customer's language: asks, reminders, offers, thanks.

Nothing here sends. `Around` tells what surrounds the appointments; all those of one message are of one number and one
day, in their order. A message never names what is done unless the service says how it may be called. What does not fit
under three buttons goes out as plain words that say how to answer, rather than cut short.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from app.domain.appointment_answers import Answer, offer_payload, payload_of, slot_payload
from app.domain.appointments import Appointment
from app.domain.ask_checks import BODY_MAX, LIST_BODY_MAX
from app.domain.contents import Ask, AskOption, Content
from app.domain.errors import Refused
from app.domain.slot_offers import ROWS_MAX, OfferedSlot
from app.domain.templates import Template
from app.words.appointment_around import Around, Said, cut
from app.words.appointment_phrases import closing, day_of, moment_of, of_day, phrases
from app.words.appointment_templates import in_template, own_words
from app.words.appointment_times import ROW_MAX_CHARS, row_title, spoken_time

LINES_MAX = 10
TEXT_MAX = 4_096
DESCRIPTION_MAX = 72
_ANSWERS: Final[tuple[tuple[str, Answer], ...]] = (
    ("confirm", "confirmed"), ("move", "move"), ("cancel", "cancelled"),
)  # fmt: skip


def ask_words(
    ask_id: str,
    appointments: Sequence[Appointment],
    around: Around,
    template: Template | None,
    *,
    is_open: bool,
    text: str = "",
) -> Said | Refused:
    """Asks whether they come. `is_open`: free words may go out; else the template's. `text`: a step's own free words.

    Refused: "no_template" (the window is closed and there is none that may go out), "blank_open" {blank}, and what
    `app.domain.template_checks` says of the filled template.
    """
    if not is_open:
        return in_template(template, appointments, around, _answers(ask_id))
    said = phrases(around.language)
    if text.strip():
        body = own_words(text, appointments, around)
        if isinstance(body, Refused):
            return body
    elif len(appointments) == 1:
        body = f"{_one(said.asked, said.asked_other, appointments[0], around)} {said.asked_end}"
    else:
        body = f"{_many(said.asked_many, appointments, around, _of_day(appointments, around))}\n{said.asked_end_many}"
    body = _prepared(body, appointments, around)
    return _with_buttons(body, _answers(ask_id), said.buttons, around)


def reminder_words(
    appointments: Sequence[Appointment],
    around: Around,
    template: Template | None,
    *,
    is_open: bool,
    text: str = "",
    ask_id: str = "",
) -> Said | Refused:
    """Reminds, and awaits no answer. `ask_id`: of the ask before, for a template that has buttons all the same."""
    if not is_open:
        return in_template(template, appointments, around, _answers(ask_id))
    said, first = phrases(around.language), appointments[0]
    if text.strip():
        body = own_words(text, appointments, around)
        if isinstance(body, Refused):
            return body
    elif len(appointments) == 1:
        body = _one(said.reminds, said.reminds_other, first, around)
    else:
        body = _many(said.reminds_many, appointments, around, _of_day(appointments, around))
    if not text.strip():
        gap = "\n" if len(appointments) > 1 else " "
        body = gap.join([body, closing(around.day(first), around.today, around.language)])
    return _plain(_prepared(body, appointments, around))


def booking_words(
    appointments: Sequence[Appointment], around: Around, template: Template | None, *, is_open: bool
) -> list[Said] | Refused:
    """Tells that it is booked; the service's documents follow, each a message of its own, while the window is open."""
    if not is_open:
        sent = in_template(template, appointments, around, {})
        return sent if isinstance(sent, Refused) else [sent]
    said = phrases(around.language)
    if len(appointments) == 1:
        body = _one(said.booked, said.booked_other, appointments[0], around)
    else:
        day = day_of(around.day(appointments[0]), around.today, around.language)
        body = _many(said.booked_many, appointments, around, day)
    files = dict.fromkeys(file for one in appointments for file in around.documents(one))
    kinds = [(file, "image" if (file.mime or "").startswith("image/") else "document") for file in files]
    return [
        _plain(_prepared(body, appointments, around)),
        *(Said(kind, "", Content(media=file)) for file, kind in kinds),
    ]


def confirmed_words(
    appointments: Sequence[Appointment], around: Around, *, is_prepared: bool = False
) -> Said:
    """Thanks for a Confirm. `is_prepared`: with what to prepare, where the ask could not tell it (a template)."""
    said = phrases(around.language).confirmed
    body = said.format(name=around.comma_name(appointments[0]), list=_moment(appointments, around))
    return _plain(_prepared(body, appointments, around) if is_prepared else body)


def moved_words(appointment: Appointment, around: Around) -> Said:
    """Tells the new time of one that was moved."""
    said = phrases(around.language)
    end = closing(around.day(appointment), around.today, around.language)
    return _plain(f"{_one(said.moved, said.moved_other, appointment, around)} {end}")


def cancelled_words(appointments: Sequence[Appointment], around: Around) -> Said:
    """Tells that they are cancelled, and how to have another."""
    return _plain(phrases(around.language).cancelled.format(list=_moment(appointments, around)))


def offer_words(offer_id: str, slots: Sequence[OfferedSlot], around: Around) -> Said:
    """Free times to choose from; without any, that somebody looks for one."""
    return _offer(offer_id, slots, around, phrases(around.language).offered, "")


def too_late_words(offer_id: str, slots: Sequence[OfferedSlot], around: Around) -> Said:
    """The chosen time was just taken: these are still free."""
    said = phrases(around.language)
    return _offer(offer_id, slots, around, said.too_late, said.taken)


def invite_words(
    offer_id: str, slot: Appointment, around: Around, template: Template | None, *, is_open: bool
) -> Said | Refused:
    """A freed time for somebody who waits. `slot`: the appointment that it would be, with who would come."""
    if not is_open:
        return in_template(template, [slot], around, _offered(offer_id))
    said = phrases(around.language)
    body = f"{_one(said.invited, said.invited_other, slot, around)} {said.invited_end}"
    return _with_buttons(body, _offered(offer_id), said.invitation, around)


def took_words(appointment: Appointment, around: Around) -> Said:
    """Theirs was the first tap."""
    said = phrases(around.language)
    body = said.took.format(list=_moment([appointment], around))
    end = closing(around.day(appointment), around.today, around.language)
    return _plain(_prepared(f"{body} {end}", [appointment], around))


def late_words(around: Around) -> Said:
    """Somebody was faster."""
    return _plain(phrases(around.language).too_late_for_it)


def declined_words(around: Around) -> Said:
    """Thanks for a No."""
    return _plain(phrases(around.language).no_thanks)


# --- their parts ---


def _answers(ask_id: str) -> dict[str, str]:
    """What the three buttons bring back, by what a template's button means; nothing without an ask."""
    return {what: payload_of(answer, ask_id) for what, answer in _ANSWERS} if ask_id else {}


def _offered(offer_id: str) -> dict[str, str]:
    return {"take": offer_payload(offer_id, is_taken=True), "pass": offer_payload(offer_id, is_taken=False)}


def _one(own: str, other: str, appointment: Appointment, around: Around) -> str:
    who = around.other(appointment)
    return (other if who else own).format(
        hello=around.hello(appointment),
        who=who,
        when=_when(appointment, around),
        with_=around.with_whom(appointment),
        what=f" ({told})" if (told := around.told_name(appointment)) else "",
    )


def _many(head: str, appointments: Sequence[Appointment], around: Around, day: str) -> str:
    """`day`: as the head of the list tells it."""
    said, first = phrases(around.language), appointments[0]
    lines = [head.format(hello=around.hello(first), day=day)]
    for one, who in list(zip(appointments, around.comers(appointments), strict=True))[:LINES_MAX]:
        told = f" ({name})" if (name := around.told_name(one)) else ""
        lines.append(f"• {around.time(one)}{said.colon if who else ''}{who}{around.with_whom(one)}{told}")
    left = len(appointments) - LINES_MAX
    if left > 0:
        lines.append((said.others_one if left == 1 else said.others_many).format(count=left))
    return "\n".join(lines)


def _of_day(appointments: Sequence[Appointment], around: Around) -> str:
    return of_day(around.day(appointments[0]), around.today, around.language)


def _when(appointment: Appointment, around: Around) -> str:
    return moment_of(around.day(appointment), around.time(appointment), around.today, around.language)


def _moment(appointments: Sequence[Appointment], around: Around) -> str:
    day = around.day(appointments[0])
    return moment_of(day, around.times(appointments[:LINES_MAX]), around.today, around.language)


def _prepared(body: str, appointments: Sequence[Appointment], around: Around) -> str:
    """With what the services ask to prepare, each once."""
    told = dict.fromkeys(text for one in appointments if (text := around.preparation(one)))
    return "\n\n".join([body, *told])


def _with_buttons(body: str, payloads: Mapping[str, str], titles: Sequence[str], around: Around) -> Said:
    if len(body) <= BODY_MAX:
        options = (AskOption(brings, title) for brings, title in zip(payloads.values(), titles, strict=True))
        return Said("buttons", body, Content(ask=Ask("buttons", tuple(options))))
    return _plain(f"{cut(body, TEXT_MAX - 200)}\n\n{phrases(around.language).answer_in_words}")


def _plain(body: str) -> Said:
    return Said("text", cut(body, TEXT_MAX))


def _offer(offer_id: str, slots: Sequence[OfferedSlot], around: Around, body: str, before: str) -> Said:
    said = phrases(around.language)
    if not slots:
        return _plain(f"{before} {said.nothing_free}".strip())
    rows = [_row(number, slot, offer_id, around) for number, slot in enumerate(slots[:ROWS_MAX])]
    if len({row.section for row in rows}) == 1:
        rows = [AskOption(row.option_id, row.title, row.description) for row in rows]
    ask = Ask("list", tuple(rows), footer=said.or_write, button=said.see_times)
    return Said("list", cut(f"{before} {body}".strip(), LIST_BODY_MAX), Content(ask=ask))


def _row(number: int, slot: OfferedSlot, offer_id: str, around: Around) -> AskOption:
    """Day and time, since a phone shows the chosen row alone in the customer's answer."""
    whom = around.resource_name(slot.resource_id)
    local = slot.starts_at.astimezone(around.zone)
    section = around.section(local.date())
    title = row_title(slot.starts_at, around.zone, around.language)
    if len(title) > ROW_MAX_CHARS:
        title = spoken_time(local.hour * 60 + local.minute, around.language)
    description = phrases(around.language).with_whom.format(name=whom).strip() if whom else None
    return AskOption(
        slot_payload(offer_id, number), title, description and cut(description, DESCRIPTION_MAX), section
    )
