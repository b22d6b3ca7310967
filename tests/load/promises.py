"""What the server said is done: after whatever happened, it has to be so."""

import threading
from collections import Counter

# how far a stage is; an order never falls back by itself
FAR = ("new", "approval", "waiting_parts", "in_progress", "done", "issued")


class Promises:
    """Written by the client when an answer has come, and only then."""

    def __init__(self):
        self.lock, self.kept = threading.Lock(), []

    def add(self, kind, record, value=None):
        with self.lock:
            self.kept.append((kind, record, value))

    def take_back(self, kind, records):
        """What was there is to be there no more: it was taken away on purpose."""
        with self.lock:
            self.kept = [
                each
                for each in self.kept
                if each[0] != kind or each[1] not in set(records)
            ]

    def __len__(self):
        return len(self.kept)

    def broken(self, cursor):
        """Sentences about what was said to be done and is not."""
        found = []
        for kind in sorted({each[0] for each in self.kept}):
            mine = [each[1:] for each in self.kept if each[0] == kind]
            found += getattr(self, f"_{kind}")(cursor, mine)
        return found

    def _there(self, cursor, table, mine, what, field="id"):
        cursor.execute(f"SELECT {field} FROM {table}")
        there = {row[0] for row in cursor.fetchall()}
        return [
            f"{what} {record} was answered and is not there"
            for record, _value in mine
            if record not in there
        ]

    def _order(self, cursor, mine):
        return self._there(cursor, "service_order", mine, "Order")

    def _photo(self, cursor, mine):
        return self._there(cursor, "service_order_photo", mine, "Photo")

    def _receipt(self, cursor, mine):
        return self._there(cursor, "service_receipt", mine, "Signed receipt")

    def _line(self, cursor, mine):
        return self._there(cursor, "service_order_line", mine, "Line")

    def _purchase(self, cursor, mine):
        cursor.execute("SELECT id FROM purchase_order WHERE state = 'purchase'")
        there = {row[0] for row in cursor.fetchall()}
        return [
            f"Purchase {record} was confirmed and is not"
            for record, _value in mine
            if record not in there
        ]

    def _receiving(self, cursor, mine):
        cursor.execute("SELECT id FROM stock_picking WHERE state = 'done'")
        there = {row[0] for row in cursor.fetchall()}
        return [
            f"Receipt of goods {record} was done and is not"
            for record, _value in mine
            if record not in there
        ]

    def _shift(self, cursor, mine):
        cursor.execute("SELECT id, state FROM service_cash_shift")
        there = dict(cursor.fetchall())
        return [
            f"Shift {record} was {value}, and is {there.get(record)}"
            for record, value in mine
            if there.get(record) not in (value, "closed")
        ]

    def _lead(self, cursor, mine):
        return self._there(cursor, "crm_lead", mine, "Request", "service_code")

    def _letter(self, cursor, mine):
        """A letter is a request, or it is kept as one that could not become any."""
        return self._there(cursor, "crm_lead", mine, "Letter", "name")

    def _label(self, cursor, mine):
        """The press became a job: of this order, and no more jobs than presses."""
        cursor.execute(
            "SELECT res_ids #>> '{}' FROM service_label_job"
            " WHERE res_model = 'service.order'"
        )
        there = Counter(row[0] for row in cursor.fetchall())
        return [
            f"Label of order {record} was answered, {there[f'[{record}]']} are there"
            for record, _value in mine
            if there[f"[{record}]"] != 1
        ]

    def _stage(self, cursor, mine):
        cursor.execute("SELECT id, state FROM service_order")
        there = dict(cursor.fetchall())
        cursor.execute("SELECT order_id, state FROM service_order_stage_log")
        been = set(cursor.fetchall())
        return [
            f"Order {record} was {state}, and is {there.get(record)}"
            for record, state in mine
            if there.get(record) != state and (record, state) not in been
        ]

    def _payment(self, cursor, mine):
        """Each payment once: neither lost nor made twice by a second press."""
        cursor.execute(
            "SELECT id, round(amount_paid::numeric, 2) FROM service_order"
            " WHERE amount_paid <> 0"
        )
        there, said = dict(cursor.fetchall()), Counter()
        for record, amount in mine:
            said[record] += round(amount, 2)
        return [
            f"Order {record}: {amount:.2f} was received, {there.get(record, 0)} is kept"
            for record, amount in said.items()
            if abs(float(there.get(record, 0)) - amount) > 0.005
        ]
