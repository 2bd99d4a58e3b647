"""What asking costs and who is meant, as the screen says it."""

from __future__ import annotations

from collections import Counter
from datetime import date

from app.domain.ask_plans import AskEntry, AskPlan
from app.domain.money import Money
from app.words import gettext as _
from app.words import ngettext
from app.words.asking import TEMPLATES
from app.words.templates import language_words
from ui.appointments import when
from ui.deals.words import money
from ui.kit import Kit
from ui.plain import shown_line, shown_name
from ui.reports.ledger.words import several


def cost_words(plan: AskPlan, kit: Kit) -> str:
    """€0, open conversations; €1.20; €1.20 and 3 without a known price."""
    language = kit.formats.language
    if not plan.going:
        return ""
    if not any(not one.is_open for one in plan.going):
        nothing = money(Money(0, str(kit.desk.setting("currency"))), language)
        return _("{sum}, open conversations").format(sum=nothing)
    if not plan.totals:
        return _("not known")
    said = several(plan.totals, language)
    if not plan.unpriced:
        return said
    more = ngettext("{n} without a known price", "{n} without a known price", plan.unpriced)
    return _("{sum} and {more}").format(sum=said, more=more.format(n=plan.unpriced))


def template_words(plan: AskPlan, kit: Kit) -> str:
    """What goes out: free words, the template by its title and languages, or both."""
    going = plan.going
    named = [one for one in going if one.template]
    if not named:
        return _("Free text with buttons") if going else ""
    counts = Counter(one.language[:2] for one in named)
    told = [language_words(code, kit.formats.language) for code, _count in counts.most_common()]
    title = template_title(plan.template, kit.formats.language)
    return _("{template} ({languages})").format(template=title, languages=", ".join(told))


def template_title(name: str, language: str) -> str:
    """The ready ones by their title, others by their own name."""
    from app.words.starters import titles

    return titles().get((name, language)) or shown_line(name.replace("_", " ").capitalize())


def head_words(day: date, today: date, language: str) -> str:
    """The title of what is seen before it goes out."""
    if (day - today).days == 1:
        return _("Ask everyone for tomorrow")
    if day == today:
        return _("Ask everyone for today")
    return _("Ask everyone for {day}").format(day=when.day_name(day, language, today))


def press_words(plan: AskPlan) -> str:
    """The primary button names its effect."""
    count = len(plan.going)
    if plan.settled or plan.left_out:
        return ngettext("Ask the {n} who is left", "Ask the {n} who are left", count).format(n=count)
    return ngettext("Ask {n} person", "Ask {n} people", count).format(n=count)


def entry_name(entry: AskEntry) -> str:
    """Who is written to."""
    return shown_name(entry.name or entry.number) if entry.name or entry.number else _("Nobody named")


def short_of(plan: AskPlan) -> tuple[list[AskEntry], str]:
    """Those for whom only an approved template is missing, and the language that most of them read."""
    found = [one for one in plan.entries if one.code in TEMPLATES]
    counts = Counter(one.language[:2] for one in found)
    return found, counts.most_common(1)[0][0] if counts else ""
