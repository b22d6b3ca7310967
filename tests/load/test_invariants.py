"""Each invariant can fail: a broken row is planted, seen, and rolled back."""

from pathlib import Path

import pytest

from ..database import connect
from . import invariants

# What stands in a column that must not be empty and that a plant does not name.
FILLER = {
    "integer": 1,
    "bigint": 1,
    "numeric": 0,
    "double precision": 0,
    "boolean": False,
    "jsonb": "{}",
    "date": "2026-01-01",
    "timestamp without time zone": "2026-01-01",
}
ORDER = "(SELECT min(id) FROM service_order WHERE state <> 'issued')"
ISSUED = "(SELECT min(id) FROM service_order WHERE state = 'issued')"
QUANT = """(SELECT min(q.id) FROM stock_quant q JOIN stock_location l
    ON l.id = q.location_id JOIN product_product p ON p.id = q.product_id
    JOIN product_template t ON t.id = p.product_tmpl_id
    WHERE l.usage = 'internal' AND t.is_storable AND q.quantity > 0)"""
PAID = """(SELECT min(p.id) FROM account_payment p JOIN account_journal j
    ON j.id = p.journal_id WHERE j.is_service_desk AND j.type = 'cash'
    AND p.is_cash_order AND p.state IN ('in_process', 'paid'))"""
FIT = "(SELECT max(id) FROM stock_move WHERE service_use = 'fit' AND state = 'done')"


class Raw(str):
    """An expression, not a value."""


@pytest.fixture
def cursor(database):
    """A transaction without foreign keys, which is never committed."""
    with connect(database, autocommit=False) as (_connection, cursor):
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor


def put(cursor, table, **values):
    """A row; what it must have besides is filled in."""
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE"
        " table_name = %s AND is_nullable = 'NO' AND column_default IS NULL",
        [table],
    )
    needed = {name: FILLER.get(kind, "x") for name, kind in cursor.fetchall()}
    row = {**needed, **values}
    cells = [
        str(value) if isinstance(value, Raw) else cursor.mogrify("%s", [value]).decode()
        for value in row.values()
    ]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(cells)})"
    )


def free(cursor, table):
    """Take the unique indexes and checks off a table, until the rollback."""
    cursor.execute(
        "SELECT indexrelid::regclass::text FROM pg_index WHERE indisunique"
        " AND NOT indisprimary AND indrelid = %s::regclass AND NOT EXISTS"
        " (SELECT FROM pg_constraint c WHERE c.conindid = indexrelid)",
        [table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute(
        "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass"
        " AND contype IN ('u', 'c')",
        [table],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}" CASCADE')


def twice(table, **values):
    """The same row two times."""

    def plant(cursor):
        free(cursor, table)
        put(cursor, table, **values)
        put(cursor, table, **values)

    return plant


def row(table, **values):
    def plant(cursor):
        free(cursor, table)
        put(cursor, table, **values)

    return plant


def sql(table, *statements):
    def plant(cursor):
        free(cursor, table)
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount, f"nothing was planted: {statement}"

    return plant


ORDER_ID = Raw(ORDER)
NOW = Raw("now() at time zone 'utc'")
LONG_AGO = Raw("now() at time zone 'utc' - interval '1 day'")
CASH = Raw("(SELECT min(id) FROM account_journal WHERE is_service_desk)")

PLANTS = [
    (
        "what_came_less_what_went_is_there",
        sql("stock_quant", f"UPDATE stock_quant SET quantity = 99 WHERE id = {QUANT}"),
    ),
    (
        "nothing_is_there_less_than_nought_times",
        sql("stock_quant", f"UPDATE stock_quant SET quantity = -1 WHERE id = {QUANT}"),
    ),
    (
        "no_more_is_reserved_than_there_is",
        sql(
            "stock_quant",
            "UPDATE stock_quant SET reserved_quantity = quantity + 1"
            f" WHERE id = {QUANT}",
        ),
    ),
    (
        "what_is_reserved_is_reserved_for_something",
        sql(
            "stock_quant",
            "UPDATE stock_quant SET reserved_quantity = reserved_quantity + 0.5"
            f" WHERE id = {QUANT}",
        ),
    ),
    (
        "a_serial_number_is_in_one_place",
        sql(
            "stock_quant",
            "UPDATE product_template SET tracking = 'serial' WHERE id = (SELECT"
            " product_tmpl_id FROM product_product p JOIN stock_quant q ON"
            f" q.product_id = p.id WHERE q.id = {QUANT})",
            "INSERT INTO stock_lot (id, name, product_id, company_id) SELECT 999999,"
            f" 'SN', product_id, company_id FROM stock_quant WHERE id = {QUANT}",
            f"UPDATE stock_quant SET lot_id = 999999, quantity = 2 WHERE id = {QUANT}",
        ),
    ),
    (
        "line_and_moves_say_the_same_of_a_part",
        sql(
            "service_order_line",
            "UPDATE service_order_line SET quantity = quantity + 1 WHERE id ="
            f" (SELECT service_line_id FROM stock_move WHERE id = {FIT})",
        ),
    ),
    (
        "a_move_that_is_done_moved_what_it_says",
        sql("stock_move", f"UPDATE stock_move SET product_qty = 77 WHERE id = {FIT}"),
    ),
    (
        "nothing_of_an_issued_order_still_moves",
        sql(
            "stock_move",
            "UPDATE stock_move SET state = 'assigned', service_order_id ="
            f" {ISSUED} WHERE id = {FIT}",
        ),
    ),
    (
        "every_entry_balances",
        sql(
            "account_move_line",
            "UPDATE account_move_line SET balance = balance + 1 WHERE id = (SELECT"
            " min(id) FROM account_move_line WHERE parent_state = 'posted')",
        ),
    ),
    (
        "a_desk_holds_what_its_papers_say",
        sql(
            "account_payment",
            f"UPDATE account_payment SET amount = amount + 1 WHERE id = {PAID}",
        ),
    ),
    (
        "what_was_added_up_of_a_desk_is_what_the_ledger_says",
        row(
            "service_cash_balance",
            account_id=Raw(
                "(SELECT default_account_id FROM account_journal"
                " WHERE is_service_desk ORDER BY id LIMIT 1)"
            ),
            date="2000-01-01",
            balance=5,
        ),
    ),
    (
        "a_posted_payment_has_its_entry",
        sql(
            "account_payment",
            f"UPDATE account_payment SET move_id = NULL WHERE id = {PAID}",
        ),
    ),
    (
        "cash_numbers_have_no_gap",
        sql("account_payment", f"DELETE FROM account_payment WHERE id = {PAID}"),
    ),
    (
        "one_press_is_one_payment",
        sql(
            "account_payment",
            "UPDATE account_payment SET cash_key = 'same' WHERE id IN (SELECT id FROM"
            " account_payment WHERE is_cash_order ORDER BY id LIMIT 2)",
        ),
    ),
    (
        "paid_is_received_less_given_back",
        sql(
            "service_order",
            f"UPDATE service_order SET amount_paid = 1234 WHERE id = {ORDER}",
        ),
    ),
    (
        "a_total_is_the_sum_of_its_lines",
        sql(
            "service_order",
            f"UPDATE service_order SET amount_total = 1234 WHERE id = {ORDER}",
        ),
    ),
    (
        "due_is_total_less_paid",
        sql(
            "service_order",
            f"UPDATE service_order SET amount_due = 1234 WHERE id = {ORDER}",
        ),
    ),
    (
        "due_is_total_less_paid",
        sql(
            "service_order",
            f"UPDATE service_order SET amount_tax = 1234 WHERE id = {ORDER}",
        ),
    ),
    (
        "nobody_got_his_device_unpaid",
        sql(
            "service_order",
            "DELETE FROM ir_model_data WHERE model = 'service.order'",
            "UPDATE service_order_stage_log SET user_id = (SELECT min(id) FROM"
            " res_users WHERE login = 'engineer') WHERE state = 'issued'",
            f"UPDATE service_order SET amount_due = 50 WHERE id = {ISSUED}",
        ),
    ),
    (
        "a_shift_ends_with_what_was_counted",
        twice("service_cash_shift", state="open", journal_id=CASH),
    ),
    (
        "a_shift_ends_with_what_was_counted",
        row(
            "service_cash_shift",
            state="closed",
            closing_counted=5,
            closing_expected=4,
            difference=0,
        ),
    ),
    (
        "a_line_is_earned_once",
        twice("service_earning", type="work", role="engineer", line_key=5),
    ),
    (
        "what_is_reversed_is_reversed_whole_and_once",
        row("service_earning", type="work", is_reversed=True, amount=5),
    ),
    (
        "what_is_reversed_is_reversed_whole_and_once",
        row("service_earning", id=999999, type="reversal", reverses_id=999999),
    ),
    (
        "each_move_of_an_order_is_allowed_and_written_down",
        sql(
            "service_order_stage_log",
            "DELETE FROM service_order_stage_log WHERE date_end IS NULL"
            f" AND order_id = {ORDER}",
        ),
    ),
    (
        "each_move_of_an_order_is_allowed_and_written_down",
        sql(
            "service_order_stage_log",
            "UPDATE service_order_stage_log SET stage_id = (SELECT min(id) FROM"
            " service_stage WHERE state = 'new') WHERE state = 'done' AND date_end"
            " IS NOT NULL",
        ),
    ),
    (
        "each_move_of_an_order_is_allowed_and_written_down",
        sql(
            "service_order_stage_log",
            "UPDATE service_order_stage_log SET date_end = date_end - interval '1 min'"
            " WHERE id = (SELECT min(id) FROM service_order_stage_log"
            " WHERE date_end IS NOT NULL)",
        ),
    ),
    (
        "a_state_is_that_of_its_stage",
        sql(
            "service_order",
            f"UPDATE service_order SET state = 'issued' WHERE id = {ORDER}",
        ),
    ),
    (
        "numbers_are_unique",
        sql("service_order", "UPDATE service_order SET code = '1'"),
    ),
    (
        "numbers_are_unique",
        sql("service_order", "UPDATE service_order SET name = 'WA-1'"),
    ),
    (
        "no_order_changes_its_branch_in_silence",
        sql(
            "service_order",
            f"UPDATE service_order SET name = 'XX-1' WHERE id = {ORDER}",
        ),
    ),
    (
        "no_order_changes_its_branch_in_silence",
        row(
            "service_place_move",
            order_id=ORDER_ID,
            branch_id=Raw(
                "(SELECT id FROM service_branch WHERE id NOT IN (SELECT branch_id"
                f" FROM service_order WHERE id = {ORDER}) LIMIT 1)"
            ),
        ),
    ),
    (
        "a_device_is_in_one_place",
        sql(
            "service_order",
            "UPDATE service_order SET place_id = (SELECT max(id) FROM service_place"
            " WHERE kind = 'shelf') WHERE id = (SELECT min(order_id) FROM"
            " service_place_move m JOIN service_order o ON o.id = m.order_id"
            " WHERE o.state <> 'issued')",
        ),
    ),
    (
        "a_device_is_in_one_place",
        row(
            "service_place_move",
            id=999999,
            order_id=Raw("(SELECT min(order_id) FROM service_place_move)"),
            from_place_id=999999,
        ),
    ),
    (
        "a_device_is_in_one_place",
        sql(
            "service_order",
            "UPDATE service_order SET place_id = (SELECT min(id) FROM service_place"
            f" WHERE kind = 'shelf') WHERE id = {ISSUED}",
        ),
    ),
    (
        "an_estimate_is_asked_once",
        twice("service_estimate", order_id=ORDER_ID, number=1, state="sent"),
    ),
    (
        "a_request_is_one_order",
        sql("service_order", "UPDATE service_order SET lead_id = 7"),
    ),
    (
        "no_passcode_is_kept_after_the_end",
        row("service_passcode", order_id=Raw(ISSUED)),
    ),
    (
        "a_signed_receipt_is_what_was_signed",
        sql(
            "service_order",
            f"UPDATE service_order SET receipt_number = 9 WHERE id = {ORDER}",
        ),
    ),
    (
        "a_signed_receipt_is_what_was_signed",
        row("service_receipt", id=999999, order_id=0),
    ),
    ("a_photo_has_its_picture", row("service_order_photo", id=999999)),
    (
        "one_event_is_one_text",
        twice(
            "service_sms",
            order_id=ORDER_ID,
            event="stage",
            about="x",
            number="+1",
            state="sent",
            text_id=1,
            stage_id=1,
        ),
    ),
    (
        "no_text_is_stuck",
        row("service_sms", state="sending", date_claimed=LONG_AGO),
    ),
    ("one_press_is_one_label", twice("service_label_job", key="same", state="done")),
    (
        "one_press_is_one_label",
        row("service_label_job", state="printing", date_claimed=LONG_AGO),
    ),
]
FUNCTIONS = {each.__name__: each for each in invariants.INVARIANTS}


def test_each_invariant_has_a_plant():
    assert {name for name, _plant in PLANTS} == set(FUNCTIONS)


@pytest.mark.parametrize(
    ("name", "plant"), PLANTS, ids=[f"{n}-{i}" for i, (n, _p) in enumerate(PLANTS)]
)
def test_an_invariant_sees_what_is_planted(cursor, name, plant):
    before = set(FUNCTIONS[name](cursor))
    plant(cursor)
    assert set(FUNCTIONS[name](cursor)) - before


def test_a_lost_a_cut_and_a_forged_file_are_seen(cursor, tmp_path):
    content, sum_of = b"picture", "9dfe2eb1a9a7a0a8d4e2d4c1c4a3f1d2b0c0e9f8"
    cursor.execute("DELETE FROM ir_attachment")
    for name in ("lost", "cut", "forged"):
        put(
            cursor,
            "ir_attachment",
            name=name,
            store_fname=name,
            file_size=len(content),
            checksum=sum_of,
        )
    Path(tmp_path, "cut").write_bytes(content[:3])
    Path(tmp_path, "forged").write_bytes(content)
    found = " ".join(invariants.each_file_is_whole(cursor, tmp_path))
    for words in ("(lost): its file is not there", "(cut): 3 bytes", "(forged): its"):
        assert words in found


def test_the_demo_company_holds_them_all(cursor):
    assert not invariants.check(cursor)
