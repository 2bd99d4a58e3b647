"""What a step of a ladder says to one customer: free words while the window is open, else the template."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from app.domain.contents import Content
from app.domain.errors import Refused
from app.domain.ladders import Ladder, LadderStep, LadderTemplate
from app.domain.quick_blanks import Source, blanks, filled, source_of
from app.domain.records import record
from app.domain.template_filling import Filling, missing
from app.domain.template_filling import filled as filled_template
from app.domain.templates import Template

KNOWN_SOURCES: Final[tuple[Source, ...]] = ("first_name", "name", "number", "member", "business")
"""What the hub can fill in by itself, at whatever hour; days are left out, since a step may go out on another one."""
FindTemplate = Callable[[str, str], Template | None]


@record
class Words:
    """What goes out. `kind`: "text" or "template"."""

    kind: str
    text: str
    content: Content | None = None


def values_of(name: str | None, number: str, member: str | None, business: str) -> Mapping[Source, str]:
    """What stands in the blanks. `name`: the person's, None where nobody knows it; `number`: as it is shown."""
    return {
        "first_name": _first(name),
        "name": (name or "").strip(),
        "number": number,
        "member": _first(member),
        "business": business,
    }


def words_of(
    step: LadderStep, values: Mapping[Source, str], find: FindTemplate, *, is_open: bool
) -> Words | Refused:
    """What goes out, or why a person must be asked.

    "no_template" (the window is closed, and the step has free words alone), "ladder_template_gone" {name} (the channel
    takes it no more), "blank_open" {blank} (nobody knows what stands there).
    """
    if step.text.strip() and (is_open or step.template is None):
        if not is_open:
            return Refused("no_template")
        return _open_blank(step.text, values) or Words("text", _filled(step.text, values))
    if step.template is None:
        return Refused("no_template")
    return _of_template(step.template, values, find)


def _of_template(chosen: LadderTemplate, values: Mapping[Source, str], find: FindTemplate) -> Words | Refused:
    template = find(chosen.name, chosen.language)
    if template is None or not template.is_sendable:
        return Refused("ladder_template_gone", {"name": chosen.name})
    for text in chosen.values.values():
        refused = _open_blank(text, values)
        if refused is not None:
            return refused
    filling = Filling({key: _filled(text, values) for key, text in chosen.values.items()})
    open_keys = missing(template, filling)
    if open_keys:
        return Refused("blank_open", {"blank": open_keys[0].rpartition(":")[2]})
    done = filled_template(template, filling)
    return Words("template", done.text, done.content)


def unknown_blank(ladder: Ladder) -> Refused | None:
    """The first blank that nobody but a person could fill: "ladder_blank" {step, blank}."""
    for number, step in enumerate(ladder.steps, 1):
        for text in _texts(step):
            for blank in blanks(text):
                if source_of(blank.name) not in KNOWN_SOURCES:
                    return Refused("ladder_blank", {"step": str(number), "blank": blank.name})
    return None


def _texts(step: LadderStep) -> Iterable[str]:
    yield step.text
    if step.template is not None:
        yield from step.template.values.values()


def _open_blank(text: str, values: Mapping[Source, str]) -> Refused | None:
    for blank in blanks(text):
        source = source_of(blank.name)
        if source is None or not values.get(source):
            return Refused("blank_open", {"blank": blank.name})
    return None


def _filled(text: str, values: Mapping[Source, str]) -> str:
    return filled(text, lambda source: values.get(source, "")).strip()


def _first(name: str | None) -> str:
    parts = (name or "").split()
    return parts[0] if parts else ""
