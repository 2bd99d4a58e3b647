"""Words for every layer: gettext, the sentences for refusals and failures, formats of dates.

The msgids are English; resources/locale holds the other languages. The catalogue in force is the one thing here that
the whole process shares, as a person reads one language at a time.
"""

from app.words.catalogue import Catalogue, system_language

LANGUAGES = ("fr", "en")
_in_force = [Catalogue.english()]


def set_language(setting: str) -> str:
    """Put a language in force: "fr", "en", or "system". Gives the one chosen; unknown ones become English."""
    wanted = system_language() if setting == "system" else setting
    has_catalogue = wanted in LANGUAGES and wanted != "en"
    _in_force[0] = Catalogue.load(wanted) if has_catalogue else Catalogue.english()
    return _in_force[0].language


def language() -> str:
    """The language in force, "fr" or "en"."""
    return _in_force[0].language


def gettext(message: str) -> str:
    """The sentence in the language in force."""
    return _in_force[0].translations.gettext(message)


def gettext_in(language: str, message: str) -> str:
    """The sentence in a language, whichever is in force: for finding words, and for pages made in each language."""
    if language == "en":
        return message
    in_force = _in_force[0]
    catalogue = in_force if in_force.language == language else Catalogue.load(language)
    return catalogue.translations.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The same with a number: French says 0 and 1 in the singular."""
    return _in_force[0].translations.ngettext(singular, plural, n)


def pgettext(context: str, message: str) -> str:
    """The same for a word that means two things."""
    return _in_force[0].translations.pgettext(context, message)
