"""What is kept of a PIN: argon2id's word on it, with its own salt. Both functions block for some 30 ms.

The file around it is encrypted, and tries at the window are few: OWASP's least parameters, since a person waits.
"""

from typing import Final

TIME_COST: Final = 2
MEMORY_KIB: Final = 19_456


def sealed_pin(pin: str) -> str:
    """What is kept."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=1).hash(pin)


def is_right(sealed: str, pin: str) -> bool:
    """Whether it is the one; what is kept of it names its own parameters."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(sealed, pin)
    except (Argon2Error, InvalidHashError):
        return False
