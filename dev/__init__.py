"""What ``./sc`` is made of. Only the standard library is used here.

How Odoo gets to a bare machine, in the order it happens:

==============  =============================================================
settings.py     the five settings and every path that follows from them
source.py       Odoo's source: ``ODOO_HOME``, or Debian's package unpacked
apt.py          the package client, asked without installing anything
packages.py     the Python packages of the lock file, in a private environment
browser.py      Chromium, and a stand-in for wkhtmltopdf where it is missing
postgres.py     a private PostgreSQL: no TCP port, stops with its last user
addons.py       what the addons of this checkout are and need
server.py       Odoo's own configuration, command line and log
database.py     template databases, and copies of them with our addons
==============  =============================================================

``cli.py`` calls the commands, which stand on these: ``run.py``, ``test.py`` with
``steps.py`` and ``odoo_log.py``, ``lint.py``, ``bench.py``, ``translations.py``, and
``tools.py`` for the small ones. ``console.py`` and ``process.py`` are the ground:
how to speak, how to fail, how to start programs and keep out of each other's way.

Everything is built under a temporary name and renamed when it is complete, so
that a start after an interruption finds either all of a thing or none of it.
"""
