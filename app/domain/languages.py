"""In which language somebody writes, as far as small words tell. Enough to put a list in order, for nothing else."""

import re
from collections.abc import Iterable
from typing import Final

_SMALL: Final = {
    "fr": "je tu vous nous le la les un une des du est et pour avec votre mon ma mes que qui dans sur bonjour merci "
    "oui non demain avez suis pas plus c’est c'est s’il ça",
    "en": "i you we the a an is are and for with your my that this in on at hello hi thanks thank yes no tomorrow "
    "have am not can could please would what when",
    "es": "yo usted el los las una es y para con su mi que en hola gracias sí mañana tengo no puedo por favor cuándo",
    "de": "ich sie wir der die das ein eine ist und für mit ihr mein nicht hallo danke ja nein morgen habe kann bitte",
    "it": "io lei il lo gli una è e per con suo mio che in ciao grazie sì domani ho non posso buongiorno",
    "pt": "eu você o os as uma é e para com seu meu que em olá obrigado obrigada sim não amanhã tenho posso bom dia",
    "nl": "ik u wij de het een is en voor met uw mijn niet hallo dank ja nee morgen heb kan graag",
}
_WORDS: Final = {code: frozenset(words.split()) for code, words in _SMALL.items()}
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_FEWEST: Final = 2


def language_of(texts: Iterable[str | None]) -> str | None:
    """The language's two letters; None when nothing speaks clearly for one."""
    whole = " ".join(text for text in texts if text).lower()
    if len(_ARABIC.findall(whole)) * 2 > len(whole.replace(" ", "")) > 0:
        return "ar"
    words = _WORD.findall(whole)
    counts = {code: sum(word in small for word in words) for code, small in _WORDS.items()}
    best, second = sorted(counts, key=lambda code: -counts[code])[:2]
    return best if counts[best] >= _FEWEST and counts[best] > counts[second] else None
