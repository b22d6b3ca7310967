"""The commands of ``./sc``, and what becomes of their failures."""

import argparse
import importlib
import sys

from . import process, settings
from .console import Failure

# command: (module and function, arguments it takes, help)
COMMANDS = {
    "run": ("run", "main", "the demo company in Odoo, in your browser"),
    "test": ("test", "main", "everything that proves the project"),
    "fast": ("tools", "fast", "ADDON: its tests on a warm database"),
    "box": ("test", "box", "the black-box tests on a warm server"),
    "lint": ("lint", "check", "check style and rules of the repository"),
    "fix": ("lint", "fix", "mend what the linters can mend"),
    "shell": ("tools", "shell", "Odoo's shell on the demo database"),
    "reset": ("tools", "reset", "drop the demo database"),
    "bench": ("bench", "main", "measure speed"),
    "journeys": ("journeys", "main", "count the clicks and keys of a day's journeys"),
    "corpora": ("corpora", "main", "fetch real letters for the tests of leads"),
    "load": ("load", "main", "a day in five branches, and what breaks in it"),
    "mutants": ("mutants", "main", "plant faults: does a test find each?"),
    "pairs": ("pairs", "main", "any two addons together; updates"),
    "clicks": ("clicks", "main", "robots open every screen, press every button"),
    "pot": ("translations", "main", "write the translation templates"),
}


def main(arguments):
    """Run one command; return the status ``./sc`` ends with."""
    options, rest = _parser().parse_known_args(arguments)
    module, function, _ = COMMANDS[options.command]
    try:
        settings.apply()
        command = importlib.import_module(f".{module}", __package__)
        return getattr(command, function)(rest)
    except Failure as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 1
    except OSError as error:
        if not process.is_full(error):
            raise
        print(f"error: {process.disk_full()}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted: the next start goes on from here", file=sys.stderr)
        return 130


def _parser():
    lines = [f"  {name:<8} {text}" for name, (_, _, text) in COMMANDS.items()]
    parser = argparse.ArgumentParser(
        prog="./sc",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="commands:\n" + "\n".join(lines),
        epilog=settings.__doc__.replace("`", ""),
        usage="./sc COMMAND [arguments]",
    )
    parser.add_argument("command", choices=COMMANDS, help=argparse.SUPPRESS)
    return parser
