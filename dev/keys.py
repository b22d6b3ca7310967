"""The file of keys for databases made here: random, and of no use to anybody else."""

import base64
import contextlib
import os

from . import settings

KINDS = ("cipher", "index")


def file():
    """The path of the file; made once, readable by its owner alone."""
    path = settings.CONF / "service_center.keys"
    if not path.exists():
        settings.CONF.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
        with os.fdopen(handle, "w") as keys:
            keys.writelines(f"{kind} {_random()}\n" for kind in KINDS)
        with contextlib.suppress(FileExistsError):  # somebody else was faster
            os.link(new, path)
        new.unlink()
    return path


def _random():
    return base64.urlsafe_b64encode(os.urandom(32)).decode()
