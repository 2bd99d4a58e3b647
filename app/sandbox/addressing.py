"""How Meta reads an address: phone numbers, WhatsApp ids and business-scoped user ids."""

import hashlib
import re

USER_ID = re.compile(r"^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$")
TYPED_NUMBER = re.compile(r"^\+?[0-9 ().\-]+$")
SHORTEST_NUMBER, LONGEST_NUMBER = 7, 15  # digits of an E.164 number
BRAZIL_KEEPS_NINE_BELOW = 31  # area codes from 31 on lost the ninth digit in WhatsApp's ids

# fmt: off
TWO_DIGIT_CODES = frozenset({  # the other codes have one digit (1, 7) or three
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58,
    60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
})
# fmt: on
COUNTRIES = {"33": "FR", "44": "GB", "49": "DE", "52": "MX", "54": "AR", "55": "BR", "1": "US", "34": "ES"}


def calling_code(digits: str) -> str:
    """Country calling code at the start of an international number."""
    if digits[:1] in {"1", "7"}:
        return digits[0]
    return digits[:2] if int(digits[:2] or 0) in TWO_DIGIT_CODES else digits[:3]


def is_user_id(text: str) -> bool:
    """Whether a text has the form of a BSUID or parent BSUID."""
    return USER_ID.match(text) is not None


def read_number(to: str, business_digits: str) -> str | None:
    """The WhatsApp id that Meta makes of a typed number, None when it is no number.

    Without a plus the business's own country code is put in front, whatever the digits are.
    """
    if not TYPED_NUMBER.match(to.strip()):
        return None
    digits = re.sub(r"\D", "", to)
    if not to.strip().startswith("+"):
        digits = calling_code(business_digits) + digits.lstrip("0")
    return wa_id(digits) if SHORTEST_NUMBER <= len(digits) <= LONGEST_NUMBER else None


def wa_id(digits: str) -> str:
    """WhatsApp's id for international digits: Brazil's ninth digit, Mexico's 1 and Argentina's 9."""
    if digits.startswith("55") and len(digits) in {12, 13}:
        return _brazil(digits[2:4], digits[4:])
    if digits.startswith("52") and len(digits) == 12:
        return "521" + digits[2:]
    if digits.startswith("54") and len(digits) == 12:
        return "549" + digits[2:]
    return digits


def _brazil(area: str, local: str) -> str:
    if int(area) >= BRAZIL_KEEPS_NINE_BELOW:
        return f"55{area}{local[-8:]}" if len(local) == 9 and local[0] == "9" else f"55{area}{local}"
    return f"55{area}9{local}" if len(local) == 8 and local[0] in "6789" else f"55{area}{local}"


def make_user_id(digits: str, portfolio: str) -> str:
    """A BSUID for this person and this business portfolio, the same on every run."""
    number = int(hashlib.sha256(f"{portfolio}/{digits}".encode()).hexdigest(), 16) % 10**16
    return f"{COUNTRIES.get(calling_code(digits), 'FR')}.{number:016d}"
