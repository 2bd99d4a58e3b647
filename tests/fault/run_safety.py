"""`python -m tests.fault.run_safety backup|restore|salvage ARGS`: the command, killed where COMPTOIR_CRASH_AT says."""

import os
import sys

from app.terminal import safety_command
from tests.fault.run_hub import crash_at

RUN = {
    "backup": safety_command.run_backup,
    "restore": safety_command.run_restore,
    "salvage": safety_command.run_salvage,
}

if __name__ == "__main__":
    sys.exit(RUN[sys.argv[1]](sys.argv[2:], crash_at(os.environ.get("COMPTOIR_CRASH_AT"))))
