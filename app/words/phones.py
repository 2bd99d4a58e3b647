"""Phone numbers as people write them. For display only: a channel's own number is an opaque key."""

from functools import lru_cache


@lru_cache(maxsize=2048)
def phone(number: str) -> str:
    """A number with its blanks, "+33 6 39 98 41 07"; what is no possible number stays as it is."""
    import phonenumbers  # 40 ms, and only people without a name need it

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
