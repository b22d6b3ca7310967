"""Filling the tables by SQL: a million orders take minutes, by the ORM days.

One real order of each kind is made by the ORM; its rows are then copied with other
numbers, customers and dates. So every stored column is set, also those that did not
exist when this was written.
"""


class Filler:
    """Copies the rows of template records with other values."""

    def __init__(self, cr):
        self.cr = cr

    def row(self, query):
        self.cr.execute(query)
        return self.cr.fetchone()

    def value(self, query):
        return self.row(query)[0]

    def highest(self, table):
        return self.value(f"SELECT coalesce(max(id), 0) FROM {table}")

    def columns(self, table):
        self.cr.execute(
            "SELECT column_name FROM information_schema.columns "
            f"WHERE table_name = '{table}' AND table_schema = 'public'"
        )
        return [name for (name,) in self.cr.fetchall()]

    def copy(self, table, template, count, step=1, offset=0, base=None, **values):
        """Copy a row ``count`` times; the SQL in ``values`` may use n = 1, 2, 3…

        With ``step`` and ``offset`` the rows of several templates interleave.
        Return the identifier below the first one.
        """
        base = self.highest(table) if base is None else base
        values = {"id": f"{base} + (n - 1) * {step} + {offset} + 1", **values}
        names = self.columns(table)
        selected = ", ".join(values.get(each) or f'template."{each}"' for each in names)
        quoted = ", ".join(f'"{each}"' for each in names)
        self.cr.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {selected} "
            f"FROM generate_series(1, {count}) AS n, "
            f"(SELECT * FROM {table} WHERE id = {template}) AS template"
        )
        self.cr.execute(
            f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"
        )
        return base

    def copy_children(self, model, field, parents, base, count, **values):
        """Copy the rows that belong to a template order, for each of its copies."""
        children = model.search([(field, "=", parents.id)], order="id")
        start, step = self.highest(model._table), len(children)
        for offset, child in enumerate(children):
            self.copy(
                *(model._table, child.id, count, step, offset, start),
                **{field: f"{base} + n", **values},
            )
        return start, children

    def copy_relation(self, field, children, start, count):
        """Copy the rows of a many2many of what ``copy_children`` has copied."""
        for offset, child in enumerate(children):
            self.cr.execute(
                f"INSERT INTO {field.relation} ({field.column1}, {field.column2}) "
                f"SELECT {start} + (n - 1) * {len(children)} + {offset} + 1, "
                f"{field.column2} FROM generate_series(1, {count}) AS n, "
                f"{field.relation} WHERE {field.column1} = {child.id}"
            )

    def add_chatter(self, order, base, count):
        """One message and one follower each, as a created record has."""
        env, model = order.env, f"'{order._name}'"
        message = env["mail.message"].search(
            [("model", "=", order._name), ("res_id", "=", order.id)], limit=1
        )
        if message:
            self.copy(
                *("mail_message", message.id, count),
                res_id=f"{base} + n",
                message_id=f"'<bench-' || {base} + n || '-' || {model} || '>'",
            )
        follower = order.message_follower_ids[:1]
        if follower:
            self.copy("mail_followers", follower.id, count, res_id=f"{base} + n")
