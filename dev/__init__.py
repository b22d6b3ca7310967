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
odoo.py         Odoo's own configuration and command line
database.py     template databases, and copies of them with our addons
==============  =============================================================

The commands stand on these: ``run.py``, ``test.py``, ``lint.py`` and so on.
Everything is built under a temporary name and renamed when it is complete, so
that a start after an interruption finds either all of a thing or none of it.
"""
