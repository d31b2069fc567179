"""The largest memory an import takes, measured in a process that does nothing else.

Run as a module it is that process: it imports files into a store and prints its peak in bytes.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from analytics.importing import import_files
from analytics.store import Store

_STATUS = Path("/proc/self/status")


def peak_of_import(store: Path, files: Sequence[Path]) -> int:
    """Import files in a new process; return the bytes of memory it held at most.

    Parameters
    ----------
    store : Path
        A store that is there.
    files : sequence of Path

    Returns
    -------
    int
        Peak of the resident set, in bytes; 0 where the system does not tell.
    """
    child = subprocess.run([sys.executable, "-m", __name__, str(store), *map(str, files)],
                           capture_output=True, text=True, check=True)
    return int(child.stdout)


def peak() -> int:
    """Return the largest resident set of this process so far, in bytes; 0 where the system does not tell."""
    if _STATUS.exists():
        # Linux hands the peak of the starting process on in getrusage, not in this file.
        held = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(held.split()[1]) * 1024
    try:
        import resource
    except ImportError:
        return 0
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


if __name__ == "__main__":
    import_files(Store.open(Path(sys.argv[1])), [Path(name) for name in sys.argv[2:]])
    sys.stdout.write(f"{peak()}\n")
