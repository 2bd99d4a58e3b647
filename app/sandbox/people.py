"""Who lives in the practice world: the business and its customers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habits:
    """How a customer treats messages. The default is somebody who reads and says nothing."""

    has_read_receipts: bool = True
    is_phone_on: bool = True  # off: one tick and no more
    answer_chance: float = 0.0  # 0 to 1, for each message that asks for an answer
    read_after_s: tuple[float, float] = (2.0, 8.0)  # from delivery
    answer_after_s: tuple[float, float] = (5.0, 40.0)  # from delivery
    answers_from: int = (
        1  # so many messages in a row it takes until they answer: 2 is somebody who wants a reminder
    )
    marketing: str = "open"  # or capped, stopped, experiment: what becomes of marketing templates


@dataclass(frozen=True, slots=True)
class Business:
    """The practice business as Meta knows it."""

    name: str
    waba_id: str
    phone_number_id: str
    phone: str  # international digits without plus


@dataclass(frozen=True, slots=True)
class Person:
    """One WhatsApp user. A hidden number never appears in what the business receives."""

    key: str  # our own handle, for stories and the control interface
    name: str | None  # as the user chose it; None shows no profile name
    phone: str  # international digits without plus
    wa_id: str
    user_id: str  # BSUID for this business's portfolio
    username: str | None = None
    is_number_hidden: bool = False
    is_on_whatsapp: bool = True
    language: str = "fr"
    habits: Habits = Habits()
    thanks: str | None = None  # what this person says when content
    later: tuple[str, ...] = ()  # what this person still wants to write unasked
    decides: tuple[
        str, ...
    ] = ()  # what they say when they answer next, one after the other, whatever was written
    parent_user_id: str | None = None  # in portfolios that Meta has linked
    identity_hash: str | None = None  # with the identity check on

    @property
    def address(self) -> str:
        """What stands inside a message id: the number, or the BSUID's own part when it is hidden."""
        return self.user_id.partition(".")[2] if self.is_number_hidden else self.wa_id
