"""Money, sizes of files and lengths of sound as people write them."""

from decimal import Decimal, InvalidOperation

from app.words import gettext as _

_KIB, _MIB = 1024, 1024 * 1024
_TYPES = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-powerpoint": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
    "application/zip": "ZIP",
    "text/csv": "CSV",
    "audio/mpeg": "MP3",
    "audio/mp4": "M4A",
    "audio/aac": "AAC",
    "audio/amr": "AMR",
    "audio/ogg": "OGG",
    "audio/wav": "WAV",
    "image/heic": "HEIC",
    "image/gif": "GIF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "video/mp4": "MP4",
    "video/3gpp": "3GP",
}


def money(amount: str, currency: str | None, language: str) -> str:
    """A decimal text with its currency, "43,00 €"; what is no amount stays as it is."""
    value = _decimal(amount)
    if value is None:
        return f"{amount} {currency}" if currency else amount
    if not currency or not currency.isalpha():
        return number(value, language)
    from babel.numbers import format_currency

    return str(format_currency(value, currency.upper(), locale=language))


def number(value: Decimal, language: str) -> str:
    """A decimal with the language's separators."""
    from babel.numbers import format_decimal

    return str(format_decimal(value, locale=language))


def quantity(text: str, language: str) -> str:
    """A quantity as it was ordered."""
    value = _decimal(text)
    return text if value is None else number(value, language)


def pieces(text: str) -> int:
    """How many pieces a quantity is: 2 of "2"; one where it is no whole number (half a metre is one article)."""
    value = _decimal(text)
    return int(value) if value is not None and value >= 1 and value == value.to_integral_value() else 1


def total(lines: list[tuple[str, str | None]]) -> str | None:
    """The sum of quantity times price as a decimal text; None when any of them is no number."""
    amount = Decimal(0)
    for count, price in lines:
        many, each = _decimal(count), _decimal(price or "")
        if many is None or each is None:
            return None
        amount += many * each
    return str(amount)


def size(size_bytes: int, language: str) -> str:
    """148 Ko, 1,4 Mo; KB and MB in English."""
    if size_bytes < _MIB:
        return _("{n} KB").format(n=max(1, round(size_bytes / _KIB)))
    return _("{n} MB").format(n=number(Decimal(size_bytes * 10 // _MIB) / 10, language))


def length(duration_ms: int) -> str:
    """0:34, 12:05, 1:02:03."""
    seconds = max(0, round(duration_ms / 1000))
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours:
        return f"{hours}:{minutes:02d}:{seconds % 60:02d}"
    return f"{minutes}:{seconds % 60:02d}"


def file_type(mime: str | None, name: str | None) -> str:
    """PDF, Word …: by content, else by the name's ending; "" when nothing tells."""
    known = _TYPES.get((mime or "").partition(";")[0].strip())
    if known:
        return known
    ending = (name or "").rpartition(".")[2]
    is_ending = name is not None and "." in name and ending.isalnum() and len(ending) <= 5
    return ending.upper() if is_ending else ""


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**12 else None
