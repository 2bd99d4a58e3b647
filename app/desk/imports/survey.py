"""The first reading of a file: which form its headers have, and which number of a date is the day."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from app.desk.imports.authors import ColonNames
from app.desk.imports.container import ExportFile
from app.desk.imports.dates import DateEvidence, DayOrder, Order, decide
from app.desk.imports.encoding import Lines
from app.desk.imports.grammar import COLON, Form, form_of, header_in, pattern_for
from app.desk.imports.marks import INVISIBLE
from app.desk.imports.refusals import ExportRefused
from app.desk.imports.watching import UNWATCHED, Watch
from app.desk.imports.wording import known_wording

LINES_BEFORE_THE_FIRST: Final = 20  # a chat begins sooner
_SO_MANY_MORE: Final = (
    10  # times as often as the file's first form: the first was something that stood before the chat
)
MAY_BEGIN_A_HEADER: Final = frozenset("[" + INVISIBLE)
MOST_FORMS: Final = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read one file."""

    form: Form
    pattern: re.Pattern[str]
    day_order: DayOrder
    colon_names: Mapping[str, str]
    frequent_names: frozenset[str]


@dataclass(slots=True)
class _Seen:
    first_line: int
    pattern: re.Pattern[str]
    count: int = 0
    dates: DateEvidence = field(default_factory=DateEvidence)

    def add(self, found: re.Match[str]) -> None:
        self.count += 1
        self.dates.add((found["d1"], found["d2"], found["d3"]), found.string[found.end() : found.end() + 400])


def survey(
    export: ExportFile, given: Order | None = None, default: Order = "dmy", watch: Watch = UNWATCHED
) -> Plan:
    """Read the file once. `given` order of day and month wins over guesses, `default` is taken where nothing tells.

    Raises ExportRefused when it is no chat.
    """
    surveyor = _Surveyor()
    with export.open_text() as stream:
        for number, line in enumerate(Lines(stream, export.encoding, export.text_bytes, watch), start=1):
            surveyor.look_at(line, number)
    form, seen = surveyor.chosen(export)
    day_order = decide(seen.dates, form, given, default)
    return Plan(form, seen.pattern, day_order, surveyor.names.found(), surveyor.names.frequent())


class _Surveyor:
    def __init__(self) -> None:
        self.names = ColonNames()
        self._forms: dict[Form, _Seen] = {}
        self._likely: _Seen | None = None
        self._words = known_wording()

    def look_at(self, line: str, number: int) -> None:
        likely = self._likely
        if likely is not None and (found := likely.pattern.match(line)):
            likely.add(found)
            self.names.add(line[found.end() :])
        elif may_begin_a_header(line) and (found := header_in(line)):
            self._look_closely(found, number)

    def _look_closely(self, found: re.Match[str], number: int) -> None:
        form = form_of(found, self._words)
        seen = self._forms.get(form)
        if seen is None:
            if len(self._forms) >= MOST_FORMS:
                return
            seen = self._forms[form] = _Seen(number, pattern_for(form))
            self._likely = self._likely or seen
        seen.add(found)
        self.names.add(found.string[found.end() :])

    def chosen(self, export: ExportFile) -> tuple[Form, _Seen]:
        """The form of the first header, as a quotation cannot come before it; but see _SO_MANY_MORE."""
        strict = {form: seen for form, seen in self._forms.items() if form.ending != COLON}
        forms = list((strict or self._forms).items())
        if not forms:
            raise ExportRefused("export_not_a_chat", file=export.path.name)
        most = max(forms, key=lambda one: one[1].count)
        chosen = most if most[1].count >= _SO_MANY_MORE * forms[0][1].count else forms[0]
        if chosen[1].first_line > LINES_BEFORE_THE_FIRST:
            raise ExportRefused("export_not_a_chat", file=export.path.name)
        return chosen


def may_begin_a_header(line: str) -> bool:
    """A look at the first character, as most lines of a long message are not worth a longer one."""
    first = line[:1]
    return first.isdecimal() or first in MAY_BEGIN_A_HEADER if first else False
