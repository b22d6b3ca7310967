"""libfaketime: a clock that can be set back, for one server and not the machine.

Fetched once from the machine's own Debian mirror; nothing is installed.
"""

import platform
import shutil

from . import settings
from .apt import Archive
from .console import Failure, Progress, say
from .process import building, lock

PACKAGE = "libfaketime/bookworm"  # runs with any later C library as well
LISTS = "apt-clock"


def library():
    """The path of the library that is loaded before the program's own."""
    folder = settings.STATE / "clock" / platform.machine()
    with lock("clock", "another program fetches libfaketime: waiting for it"):
        if not folder.exists():
            say("libfaketime, to set a clock back")
            with building(folder) as unfinished, Progress("libfaketime") as progress:
                archive = Archive(LISTS, suites="bookworm", architecture="")
                archive.unpack([PACKAGE], unfinished, progress)
            shutil.rmtree(settings.STATE / LISTS, ignore_errors=True)
    found = next(folder.glob("usr/lib/*/faketime/libfaketime.so.1"), None)
    if not found:
        raise Failure(f"{PACKAGE} holds no library: is it another machine's?")
    return str(found)
