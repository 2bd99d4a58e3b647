"""The door of storage.view: importing one of its modules must never hide what the door is asked for."""

import pkgutil
from pathlib import Path

import storage.view


def test_no_query_has_the_name_of_a_module() -> None:
    """Who imports `storage.view.people` would put the module in the place of a function of that name."""
    modules = {module.name for module in pkgutil.iter_modules([str(Path(storage.view.__file__).parent)])}
    door = Path(storage.view.__file__).read_text("utf-8")
    named = {
        line.rpartition(" as ")[2].strip()
        for line in door.splitlines()
        if " import " in line and " as " in line
    }
    assert len(named) > 20 and not modules & named
