"""The memory that this process has taken."""

from __future__ import annotations

import sys
from pathlib import Path


def peak() -> float:
    """The most that was ever resident, in MB; NaN where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    return float("nan")
