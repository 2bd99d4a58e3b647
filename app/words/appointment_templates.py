"""A template, or free words of a reminder, filled for appointments; and which template of an account is the one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.domain.appointment_blanks import Source, counted_sources, put, source_of
from app.domain.appointments import Appointment
from app.domain.contents import Content, ShownButton, TemplateButtonValue
from app.domain.errors import Refused
from app.domain.search_text import plain
from app.domain.template_blanks import blanks as blanks_of
from app.domain.template_blanks import ordered
from app.domain.template_checks import template_problem
from app.domain.template_filling import Filling, filled, missing
from app.domain.templates import Template
from app.words.appointment_around import Around, Said
from app.words.appointment_phrases import joined, phrases, whole_day

REMINDERS: Final = ("appointment_reminder", "meeting_reminder")
FREED: Final = ("earlier_date",)
_IN_ORDER: Final = ("confirm", "move", "cancel")
_MEANS: Final[Mapping[str, re.Pattern[str]]] = {
    "confirm": re.compile(r"confirm|je (?:confirme|viens|serai)|(?:oui|yes|ok)\b|i(?:'m| am| will)\b"),
    "move": re.compile(r"deplac|move|resched|chang|report|autre\b|another\b"),
    "cancel": re.compile(r"annul|cancel|(?:non|no)\b|je ne\b|i (?:can't|cannot)\b"),
    "take": re.compile(r"(?:oui|yes|ok|take)\b|je (?:l[ae] )?prends|i(?:'ll| will) take|reserv|book"),
    "pass": re.compile(r"(?:non|no|pas|not)\b"),
}
_NO_PAYLOADS: Final[Mapping[str, str]] = {}


def template_for(
    templates: Iterable[Template], language: str, names: Sequence[str], chosen: str = ""
) -> Template | None:
    """The template that may go out to somebody who reads `language`: the chosen one, else the starter of the subject.

    In their language, else in whichever it is approved in. None: none is approved.
    """
    wanted = (chosen,) if chosen else tuple(names)
    found = [one for one in templates if one.is_sendable and one.name in wanted]
    exact, short = language.replace("-", "_"), language[:2].lower()
    found.sort(
        key=lambda one: (
            one.language != exact,
            one.language[:2] != short,
            wanted.index(one.name),
            one.language,
        )
    )
    return found[0] if found else None


def in_template(
    template: Template | None,
    appointments: Sequence[Appointment],
    around: Around,
    payloads: Mapping[str, str] = _NO_PAYLOADS,
) -> Said | Refused:
    """Filled in the template's own language. `payloads`: what its answer buttons bring back, by what they mean."""
    if template is None or not template.is_sendable:
        return Refused("no_template")
    around = replace_language(around, template.language)
    found = values(appointments, around)
    if any(source == "person" for source in sources(template).values()):
        found = found | {"time": _bare_times(appointments, around)}
    filling = Filling({key: found.get(source, "") for key, source in sources(template).items()})
    absent = missing(template, filling)
    if absent:
        return Refused("blank_open", {"blank": absent[0].rpartition(":")[2]})
    done = filled(template, filling)
    content = _with_payloads(done.content, payloads)
    return template_problem(done.text, content) or Said("template", done.text, content)


def own_words(text: str, appointments: Sequence[Appointment], around: Around) -> str | Refused:
    """Free words of a reminder with their blanks filled; "blank_open" {blank}."""
    found = values(appointments, around)
    body, still_open = put(text.strip(), lambda source: found.get(source, ""))
    return Refused("blank_open", {"blank": still_open}) if still_open else body


def values(appointments: Sequence[Appointment], around: Around) -> dict[Source, str]:
    """What stands in each blank, about all of one message. A day is understood whenever it is read."""
    first, language, said = appointments[0], around.language, phrases(around.language)
    told = dict.fromkeys(around.told_name(one) for one in appointments)
    withs = dict.fromkeys(name for one in appointments if (name := around.resource_name(one.resource_id)))
    people = dict.fromkeys(who for one in appointments if (who := around.who(one)))
    whom = joined(withs, language) if withs else around.business or said.us
    return {
        "first_name": around.first_name(first),
        "name": around.addressee(first),
        "person": joined(people, language) if people else "",
        "day": whole_day(around.day(first), around.today, language),
        "time": around.times(appointments),
        "with": whom,
        "business": around.business,
        "place": around.business or whom,
        "service": said.an_appointment if "" in told else joined(told, language),
        "preparation": "\n".join(
            dict.fromkeys(one for each in appointments if (one := around.preparation(each)))
        ),
    }


def sources(template: Template) -> dict[str, Source]:
    """What each blank of a template is filled with, by its key; blanks that nobody knows are left out."""
    names = ordered(template.body, is_positional=template.is_positional)
    samples = dict(zip(names, template.samples, strict=False))
    counted = dict(zip(names, counted_sources([samples.get(name, "") for name in names]), strict=True))
    header = [template.header.sample or ""] if template.header is not None else [""]
    found = {}
    for blank in blanks_of(template):
        source = source_of(blank.name)
        if blank.name.isdigit() and blank.where in ("header", "body"):
            source = counted.get(blank.name) if blank.where == "body" else counted_sources(header)[0]
        if source is not None and blank.where in ("header", "body", "card"):
            found[blank.key] = source
    return found


def meanings(titles: Sequence[str], wanted: Iterable[str]) -> dict[int, str]:
    """What the answer buttons of a template mean, by place: as their words say, three unknown ones by their order."""
    asked = list(wanted)
    found: dict[int, str] = {}
    for place, title in enumerate(titles):
        bare = plain(title).replace("’", "'")
        for what in asked:
            if what not in found.values() and _MEANS[what].match(bare):
                found[place] = what
                break
    if not found and len(titles) == len(_IN_ORDER) and set(_IN_ORDER) <= set(asked):
        return dict(enumerate(_IN_ORDER))
    return found


def replace_language(around: Around, language: str) -> Around:
    """The same, told in another language."""
    return replace(around, language=language)


def _with_payloads(content: Content, payloads: Mapping[str, str]) -> Content:
    template = content.template
    if template is None or not payloads:
        return content
    quick: list[tuple[int, ShownButton]] = [
        (number, button) for number, button in enumerate(template.buttons) if button.kind == "quick_reply"
    ]
    told = meanings([button.text for _number, button in quick], payloads)
    values_ = tuple(
        TemplateButtonValue(quick[place][0], "quick_reply", payloads[what]) for place, what in told.items()
    )
    kept = (*template.button_values, *values_)
    ordered_ = tuple(sorted(kept, key=lambda one: one.index))
    return replace(content, template=replace(template, button_values=ordered_))


def _bare_times(appointments: Sequence[Appointment], around: Around) -> str:
    return joined(dict.fromkeys(around.time(one) for one in appointments), around.language)
