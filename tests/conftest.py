"""What the black-box tests of a running server are given by ``./sc test``.

=============  ==============================================================
BASE_URL       address of a running Odoo with all addons and their demo data
DATABASE       name of its database, for those who speak to PostgreSQL
PGHOST etc.    how to reach that database with psycopg2 or psql
=============  ==============================================================
"""

import functools
import os

import pytest

from .client import Client


def _given(name):
    value = os.environ.get(name)
    if not value:
        pytest.fail(f"{name} is not set: these tests are started by ./sc test")
    return value


@pytest.fixture(scope="session")
def base_url():
    """Address of the server under test, without a slash at its end."""
    return _given("BASE_URL")


@pytest.fixture(scope="session")
def database():
    """Name of the server's database."""
    return _given("DATABASE")


@pytest.fixture(scope="session")
def as_user(base_url, database):
    """Log somebody in: ``as_user("desk")`` gives a client of that person."""
    return functools.cache(functools.partial(Client, base_url, database))
