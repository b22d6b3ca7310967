"""The database itself: what nobody can ask of the server, and what hurries it."""

import contextlib

import psycopg2

PORT = "5432"  # only a part of the socket's name


@contextlib.contextmanager
def connect(database, folder=None, autocommit=True):
    """Connection and cursor; of the cluster whose socket is in ``folder``, if given."""
    place = {"host": str(folder), "port": PORT, "user": "odoo"} if folder else {}
    connection = psycopg2.connect(dbname=database, **place)
    connection.autocommit = autocommit
    try:
        with connection.cursor() as cursor:
            yield connection, cursor
    finally:
        connection.close()


def ask(database, folder, query, *values):
    """The rows of one query, if it has any."""
    with connect(database, folder) as (_connection, cursor):
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else None


def wake(database, folder, code):
    """Let the scheduled jobs that run ``code`` be due, and tell their processes so."""
    with contextlib.suppress(psycopg2.Error):  # one of them is running
        ask(
            *(database, folder),
            "UPDATE ir_cron SET nextcall = now() at time zone 'utc' - '1 min'::"
            "interval, failure_count = 0 WHERE active AND ir_actions_server_id IN "
            "(SELECT id FROM ir_act_server WHERE code = %s)",
            code,
        )
    ask("postgres", folder, "SELECT pg_notify('cron_trigger', %s)", database)
