"""Updating all addons, and what that changes in a database, row by row."""

from . import addons
from .server import entries
from .steps import log_problems

# written anew by every update, or of the moment
VOLATILE = {
    "*": {"write_date", "write_uid"},
    # Odoo's own way to name the views of an action: all anew, and the same as before
    "ir_act_window_view": {"id", "create_date"},
    "ir_cron": {"lastcall", "nextcall"},
    "res_users": {"login_date"},
}
# what Odoo keeps for itself: signals, jobs to start soon and files made on demand
SKIPPED = (
    "ir\\_cron\\_trigger",
    "orm\\_signaling\\_%",
    "bus\\_%",
    "ir\\_attachment",
    "ir\\_logging",
)


def update(databases, database):
    """Update all our addons; return what the log says of trouble."""
    databases.odoo.configure(database)
    words = databases.odoo.modules(
        *(database, "update", "--with-demo", "--skip-auto-install"),
        *("-u", ",".join(addons.together())),
    )
    return log_problems(entries(words))


def changes(databases, before, after):
    """Sentences on rows that differ between two databases."""
    here, there = _get_sums(databases, before), _get_sums(databases, after)
    for table in sorted(here.keys() | there.keys()):
        if here.get(table) == there.get(table):
            continue
        if table not in here or table not in there:
            yield f"{table}: in one of them only"
            continue
        old, new = (_get_rows(databases, each, table) for each in (before, after))
        for row in sorted(old - new)[:5]:
            yield f"{table} lost: {row[:300]}"
        for row in sorted(new - old)[:5]:
            yield f"{table} got: {row[:300]}"


def _get_columns(databases, database):
    """The columns of each table that count."""
    skipped = " AND ".join(f"table_name NOT LIKE '{each}'" for each in SKIPPED)
    found = {}
    for table, column in databases.sql(
        "SELECT table_name, column_name FROM information_schema.columns "
        "JOIN information_schema.tables USING (table_schema, table_name) "
        "WHERE table_schema = 'public' AND table_type = 'BASE TABLE' "
        f"AND {skipped} ORDER BY 1, ordinal_position",
        database,
    ):
        if column not in VOLATILE["*"] | VOLATILE.get(table, set()):
            found.setdefault(table, []).append(f'"{column}"')
    return found


def _get_sums(databases, database):
    """One sum for all rows of each table, in whatever order they lie."""
    queries = [
        f"SELECT '{table}', count(*), sum(hashtextextended(r::text, 0)) "
        f'FROM (SELECT {", ".join(columns)} FROM "{table}") r'
        for table, columns in _get_columns(databases, database).items()
    ]
    rows = databases.sql(" UNION ALL ".join(queries), database)
    return {row[0]: row[1:] for row in rows}


def _get_rows(databases, database, table):
    columns = ", ".join(_get_columns(databases, database)[table])
    query = f'SELECT row_to_json(r) FROM (SELECT {columns} FROM "{table}") r'
    return {row[0] for row in databases.sql(query, database)}
