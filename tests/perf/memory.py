"""How much memory this process has held at most."""

from pathlib import Path


def peak_mib() -> float:
    """The highest resident memory since the program began, MiB.

    On Linux from VmHWM: getrusage's figure outlives exec, so a child would be charged with its parent's memory.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text("ascii").splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
