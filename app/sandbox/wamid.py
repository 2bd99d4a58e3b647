"""Message ids that look like Meta's; nobody may depend on what is inside."""

import base64
import hashlib

FROM_BUSINESS, FROM_USER = 0x11, 0x12
HEX_LENGTH = {FROM_BUSINESS: 18, FROM_USER: 20}  # as observed


def make_wamid(address: str, side: int, unique: str) -> str:
    """`wamid.` and base64 of the person's address and a hash of `unique`, which must never repeat."""
    token = hashlib.sha256(unique.encode()).hexdigest().upper()[: HEX_LENGTH[side]].encode()
    who = address.encode()
    packed = b"\x1c\x18" + bytes([len(who)]) + who + b"\x15\x02\x00" + bytes([side])
    packed += b"\x18" + bytes([len(token)]) + token + b"\x00"
    return "wamid." + base64.b64encode(packed).decode()
