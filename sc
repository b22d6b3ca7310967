#!/usr/bin/env python3
"""One command runs the service center, one command tests it: see ./sc --help."""

import os
import sys

if sys.version_info < (3, 10):  # noqa: UP036
    sys.stderr.write(
        "error: ./sc needs Python 3.10 to 3.13, this is {}.{}: install a newer "
        "python3, or name one, as in: python3.11 ./sc\n".format(*sys.version_info)
    )
    sys.exit(1)

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from dev.cli import main  # noqa: E402

sys.exit(main(sys.argv[1:]))
