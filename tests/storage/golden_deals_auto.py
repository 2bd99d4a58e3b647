"""What came with release 0.3 about new requests: one put aside, one brought back."""

from app.domain.deals import IncomingDeclined, IncomingRestored
from tests.storage.golden_people import LEA, MEMBER, WITH_ANA, WITH_BO
from tests.storage.golden_rich import Body


def incoming_bodies() -> list[Body]:
    """Put aside, and one of them a request after all."""
    bodies = [IncomingDeclined(WITH_ANA, LEA), IncomingDeclined(WITH_BO, LEA), IncomingRestored(WITH_BO, LEA)]
    return [(MEMBER, body, None) for body in bodies]
