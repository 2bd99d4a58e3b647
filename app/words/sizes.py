"""Sizes of files as people write them."""

from app.words import gettext as _
from app.words import language

KIB, MIB = 1024, 1024 * 1024


def file_size(size_bytes: int) -> str:
    """Such as 48 KB, 5 MB, 1.4 MB: never finer than one decimal."""
    if size_bytes < KIB:
        return _("{number} bytes").format(number=size_bytes)
    if size_bytes < MIB:
        return _("{number} KB").format(number=round(size_bytes / KIB))
    text = f"{size_bytes / MIB:.1f}".removesuffix(".0")
    return _("{number} MB").format(number=text.replace(".", ",") if language() == "fr" else text)
