"""What is kept of a PIN: argon2id's word on it, with its own salt. Both functions block for a tenth of a second."""

from app.desk.session import ARGON2


def sealed_pin(pin: str) -> str:
    """What is kept."""
    from argon2 import PasswordHasher

    return PasswordHasher(
        time_cost=ARGON2["time_cost"],
        memory_cost=ARGON2["memory_cost_kib"],
        parallelism=ARGON2["parallelism"],
    ).hash(pin)


def is_right(sealed: str, pin: str) -> bool:
    """Whether it is the one; what is kept of it names its own parameters."""
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(sealed, pin)
    except (Argon2Error, InvalidHashError):
        return False
