"""The one error of this package: the file cannot be read as a table of people; app/words says why."""

from app.domain.errors import ComptoirError


class TableRefused(ComptoirError):
    """Nothing was written; `code` says why, `facts["file"]` which file."""
