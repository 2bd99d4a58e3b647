"""Which files an entry of the log names, read off its bytes."""

import re

_SHA256 = re.compile(rb'"sha256":"([0-9a-f]{64})"')


def files_in(fields: bytes) -> set[str]:
    """Hashes of the files."""
    return {one.decode() for one in _SHA256.findall(fields)} if b'"sha256":"' in fields else set()
