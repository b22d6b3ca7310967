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
keys.py         the keys that passport data and passcodes are encrypted with
server.py       Odoo's own configuration, command line and log
database.py     template databases, and copies of them with our addons
==============  =============================================================

``cli.py`` calls the commands, which stand on these: ``run.py``, ``test.py``,
``lint.py``, ``bench.py``, ``journeys.py``, ``load.py`` with ``clock.py``,
``translations.py``, and ``tools.py`` for the small ones.
``console.py`` and ``process.py`` are the ground: how to speak, how to fail, how to
start programs and keep out of each other's way.

What ``./sc test`` runs are jobs: ``jobs.py`` runs them side by side, ``steps.py``
counts, ``durations.py`` remembers which to begin with. Plugins of pytest: with
``shares.py`` processes share an addon's tests, with ``odoo_log.py`` a warning in the
log fails a test, with ``tours.py`` tours spare the processor, with
``ours_only.py`` Odoo's checks do not look at addons of others.

Everything is built under a temporary name and renamed when it is complete, so
that a start after an interruption finds either all of a thing or none of it.
"""
