"""The one error of this package: the file cannot be read as an exported chat; app/words says why."""

from app.domain.errors import ComptoirError


class ExportRefused(ComptoirError):
    """Nothing was read; `code` says why, `facts["file"]` which file."""
