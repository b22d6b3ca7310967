"""What holds in every database of a service center, whatever has happened to it.

Each function is one invariant: it reads the whole database through a cursor and yields
a sentence for everything that is wrong, with the record and the numbers. None needs to
know how the data came to be.
"""

import hashlib

CENT = 0.005
INVARIANTS = []


def invariant(function):
    INVARIANTS.append(function)
    return function


def check(cursor, files=None):
    """All of them: sentences; none if everything holds.

    :param files: folder of the database's file store, if its files are to be looked at
    """
    found = []
    for function in INVARIANTS:
        found += _first(function, function(cursor))
    if files:
        found += _first(each_file_is_whole, each_file_is_whole(cursor, files))
    return found


def _first(function, sentences, limit=10):
    sentences = list(sentences)
    if len(sentences) > limit:
        rest = len(sentences) - limit
        sentences = [*sentences[:limit], f"… and {rest} more of the kind"]
    return [f"{function.__name__}: {each}" for each in sentences]


def rows(cursor, query):
    cursor.execute(query)
    return cursor.fetchall()


# Parts


@invariant
def what_came_less_what_went_is_there(cursor):
    """Received + adjusted − used − sent on = on hand, per part and place."""
    for part, place, moved, there in rows(
        cursor,
        """
        WITH moved AS (
            SELECT product_id, location_id, sum(n) AS n FROM (
                SELECT product_id, location_dest_id AS location_id,
                       quantity_product_uom AS n
                  FROM stock_move_line WHERE state = 'done'
                UNION ALL
                SELECT product_id, location_id, -quantity_product_uom
                  FROM stock_move_line WHERE state = 'done'
            ) each GROUP BY 1, 2
        ), kept AS (
            SELECT product_id, location_id, sum(quantity) AS n
              FROM stock_quant GROUP BY 1, 2
        )
        SELECT product_id, l.complete_name, coalesce(moved.n, 0), coalesce(kept.n, 0)
          FROM moved FULL JOIN kept USING (product_id, location_id)
          JOIN stock_location l
            ON l.id = coalesce(moved.location_id, kept.location_id)
          JOIN product_product p ON p.id = product_id
          JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
         WHERE l.usage IN ('internal', 'transit')
           AND abs(coalesce(moved.n, 0) - coalesce(kept.n, 0)) > 0.00001
        """,
    ):
        yield f"part {part} in {place}: {moved} came and stayed, {there} is there"


@invariant
def nothing_is_there_less_than_nought_times(cursor):
    """Sums, not rows: Odoo leaves rows like +1 and −1 until it merges them."""
    for part, place, there, reserved in rows(
        cursor,
        """
        SELECT q.product_id, l.complete_name, sum(q.quantity), sum(q.reserved_quantity)
          FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
          JOIN product_product p ON p.id = q.product_id
          JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
         WHERE l.usage IN ('internal', 'transit')
         GROUP BY q.product_id, l.complete_name
        HAVING sum(q.quantity) < -0.00001 OR sum(q.reserved_quantity) < -0.00001
        """,
    ):
        yield f"part {part} in {place}: {there} there, {reserved} reserved"


@invariant
def no_more_is_reserved_than_there_is(cursor):
    for part, place, there, reserved in rows(
        cursor,
        """
        SELECT q.product_id, l.complete_name, sum(q.quantity), sum(q.reserved_quantity)
          FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' GROUP BY q.product_id, l.complete_name
        HAVING sum(q.reserved_quantity) > sum(q.quantity) + 0.00001
        """,
    ):
        yield f"part {part} in {place}: {reserved} reserved, {there} there"


@invariant
def what_is_reserved_is_reserved_for_something(cursor):
    for part, place, reserved, wanted in rows(
        cursor,
        """
        WITH held AS (
            SELECT product_id, location_id, sum(quantity_product_uom) AS n
              FROM stock_move_line WHERE state NOT IN ('done', 'cancel') GROUP BY 1, 2
        ), kept AS (
            SELECT product_id, location_id, sum(reserved_quantity) AS n
              FROM stock_quant GROUP BY 1, 2
        )
        SELECT product_id, l.complete_name, coalesce(kept.n, 0), coalesce(held.n, 0)
          FROM held FULL JOIN kept USING (product_id, location_id)
          JOIN stock_location l ON l.id = coalesce(held.location_id, kept.location_id)
          JOIN product_product p ON p.id = product_id
          JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
         WHERE l.usage = 'internal'
           AND abs(coalesce(kept.n, 0) - coalesce(held.n, 0)) > 0.00001
        """,
    ):
        yield f"part {part} in {place}: {reserved} reserved, moves hold {wanted}"


@invariant
def a_serial_number_is_in_one_place(cursor):
    for lot, count in rows(
        cursor,
        """
        SELECT b.name, sum(q.quantity) FROM stock_quant q
          JOIN stock_lot b ON b.id = q.lot_id
          JOIN product_product p ON p.id = b.product_id
          JOIN product_template t ON t.id = p.product_tmpl_id AND t.tracking = 'serial'
          JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage IN ('internal', 'transit', 'customer')
         GROUP BY b.id, b.name HAVING sum(q.quantity) > 1.00001
        """,
    ):
        yield f"serial number {lot} is there {count} times"


@invariant
def line_and_moves_say_the_same_of_a_part(cursor):
    """What is fitted less what came back is what the line says."""
    for order, line, said, moved in rows(
        cursor,
        """
        SELECT o.name, l.id, l.quantity, m.n FROM service_order_line l
          JOIN service_order o ON o.id = l.order_id
          JOIN LATERAL (
            SELECT count(*) AS moves, coalesce(sum(CASE
                WHEN m.service_use = 'fit' THEN m.product_uom_qty
                WHEN m.service_use = 'back' AND f.usage = 'customer'
                THEN -m.product_uom_qty ELSE 0 END), 0) AS n
              FROM stock_move m JOIN stock_location f ON f.id = m.location_id
             WHERE m.service_line_id = l.id AND m.state <> 'cancel'
          ) m ON m.moves > 0
         WHERE abs(m.n - CASE WHEN l.approval = 'refused' THEN 0 ELSE l.quantity END)
               > 0.00001
        """,
    ):
        yield f"order {order}, line {line}: {said} on the line, {moved} by its moves"


@invariant
def a_move_that_is_done_moved_what_it_says(cursor):
    for move, wanted, done in rows(
        cursor,
        """
        SELECT m.id, m.product_qty, coalesce(sum(l.quantity_product_uom), 0)
          FROM stock_move m LEFT JOIN stock_move_line l ON l.move_id = m.id
         WHERE m.service_order_id IS NOT NULL AND m.state = 'done'
         GROUP BY m.id, m.product_qty
        HAVING abs(m.product_qty - coalesce(sum(l.quantity_product_uom), 0)) > 0.00001
        """,
    ):
        yield f"move {move} of an order: {wanted} asked for, {done} moved"


@invariant
def nothing_of_an_issued_order_still_moves(cursor):
    for order, move, state in rows(
        cursor,
        """
        SELECT o.name, m.id, m.state FROM stock_move m
          JOIN service_order o ON o.id = m.service_order_id
         WHERE o.state = 'issued' AND m.service_use = 'fit'
           AND m.state NOT IN ('done', 'cancel')
        """,
    ):
        yield f"order {order} is issued, its move {move} is {state}"


# Money


@invariant
def every_entry_balances(cursor):
    for entry, balance in rows(
        cursor,
        """
        SELECT m.name, sum(l.balance) FROM account_move_line l
          JOIN account_move m ON m.id = l.move_id WHERE m.state = 'posted'
         GROUP BY m.id, m.name HAVING abs(sum(l.balance)) > 0.005
        """,
    ):
        yield f"entry {entry} is out of balance by {balance}"


@invariant
def a_desk_holds_what_its_papers_say(cursor):
    """Balance by the ledger = receipts − expenses of the desk."""
    for desk, ledger, papers in rows(
        cursor,
        """
        SELECT j.code, coalesce(l.n, 0), coalesce(p.n, 0) FROM account_journal j
          LEFT JOIN LATERAL (
            SELECT sum(i.amount_currency) AS n FROM account_move_line i
             WHERE i.account_id = j.default_account_id AND i.parent_state = 'posted'
          ) l ON true
          LEFT JOIN LATERAL (
            SELECT sum(CASE payment_type WHEN 'inbound' THEN amount ELSE -amount END)
                   AS n
              FROM account_payment
             WHERE journal_id = j.id AND state IN ('in_process', 'paid')
          ) p ON true
         WHERE j.is_service_desk AND j.type = 'cash'
           AND abs(coalesce(l.n, 0) - coalesce(p.n, 0)) > 0.005
        """,
    ):
        yield f"desk {desk}: {ledger} by the ledger, {papers} by its cash orders"


@invariant
def what_was_added_up_of_a_desk_is_what_the_ledger_says(cursor):
    for account, kept, ledger in rows(
        cursor,
        """
        SELECT b.account_id, b.balance, coalesce(sum(l.balance), 0)
          FROM service_cash_balance b LEFT JOIN account_move_line l
            ON l.account_id = b.account_id AND l.parent_state = 'posted'
           AND l.date <= b.date
         GROUP BY b.id HAVING abs(b.balance - coalesce(sum(l.balance), 0)) > 0.005
        """,
    ):
        yield f"account {account}: {kept} was added up, the ledger says {ledger}"


@invariant
def a_posted_payment_has_its_entry(cursor):
    for payment, state in rows(
        cursor,
        """
        SELECT p.name, p.state FROM account_payment p
          LEFT JOIN account_move m ON m.id = p.move_id
          JOIN account_journal j ON j.id = p.journal_id AND j.is_service_desk
         WHERE p.state IN ('in_process', 'paid')
           AND (m.id IS NULL OR m.state <> 'posted')
        """,
    ):
        yield f"payment {payment} is {state} and has no posted entry"


@invariant
def cash_numbers_have_no_gap(cursor):
    """Each desk, direction and year counts from 1 on, one by one."""
    for desk, series, last, count in rows(
        cursor,
        r"""
        SELECT j.code, regexp_replace(p.name, '[0-9]+$', '') AS series,
               max(substring(p.name from '[0-9]+$')::bigint), count(*)
          FROM account_payment p JOIN account_journal j ON j.id = p.journal_id
         WHERE p.is_cash_order AND p.state IN ('in_process', 'paid')
         GROUP BY j.id, j.code, series
        HAVING max(substring(p.name from '[0-9]+$')::bigint) <> count(*)
            OR min(substring(p.name from '[0-9]+$')::bigint) <> 1
            OR count(DISTINCT p.name) <> count(*)
        """,
    ):
        yield f"desk {desk}, {series}: {count} cash orders, the last has number {last}"


@invariant
def one_press_is_one_payment(cursor):
    for key, count in rows(
        cursor,
        "SELECT cash_key, count(*) FROM account_payment WHERE cash_key IS NOT NULL"
        " GROUP BY company_id, cash_key HAVING count(*) > 1",
    ):
        yield f"the press {key} made {count} payments"


@invariant
def paid_is_received_less_given_back(cursor):
    for order, paid, received in rows(
        cursor,
        """
        SELECT o.name, o.amount_paid, coalesce(sum(
            CASE p.payment_type WHEN 'inbound' THEN a.amount ELSE -a.amount END
        ) FILTER (WHERE p.state IN ('in_process', 'paid')), 0)
          FROM service_order o
          LEFT JOIN service_cash_allocation a ON a.order_id = o.id
          LEFT JOIN account_payment p ON p.id = a.payment_id
         GROUP BY o.id, o.name, o.amount_paid
        HAVING abs(coalesce(o.amount_paid, 0) - coalesce(sum(
            CASE p.payment_type WHEN 'inbound' THEN a.amount ELSE -a.amount END
        ) FILTER (WHERE p.state IN ('in_process', 'paid')), 0)) > 0.005
        """,
    ):
        yield f"order {order}: paid {paid}, its receipts say {received}"


@invariant
def a_total_is_the_sum_of_its_lines(cursor):
    """Taxes may be rounded on the whole: two cents of difference are allowed."""
    for order, total, lines in rows(
        cursor,
        """
        SELECT o.name, o.amount_total, coalesce(sum(l.price_total) FILTER (
            WHERE l.payer = 'customer' AND l.approval IS DISTINCT FROM 'refused'
              AND l.display_type IS NULL), 0) AS n
          FROM service_order o LEFT JOIN service_order_line l ON l.order_id = o.id
         GROUP BY o.id, o.name, o.amount_total
        HAVING abs(coalesce(o.amount_total, 0) - coalesce(sum(l.price_total) FILTER (
            WHERE l.payer = 'customer' AND l.approval IS DISTINCT FROM 'refused'
              AND l.display_type IS NULL), 0)) > 0.025
        """,
    ):
        yield f"order {order}: {total} in all, {lines} on its lines"


@invariant
def due_is_total_less_paid(cursor):
    for order, total, tax, paid, due in rows(
        cursor,
        """
        SELECT name, amount_total, amount_tax, amount_paid, amount_due
          FROM service_order
         WHERE abs(coalesce(amount_total, 0) - coalesce(amount_paid, 0)
                   - coalesce(amount_due, 0)) > 0.005
            OR abs(coalesce(amount_total, 0) - coalesce(amount_untaxed, 0)
                   - coalesce(amount_tax, 0)) > 0.005
        """,
    ):
        yield f"order {order}: {total} in all, tax {tax}, paid {paid}, due {due}"


@invariant
def nobody_got_his_device_unpaid(cursor):
    """Issued is paid, or somebody who may sell on credit issued it.

    What demo data tell of was issued before there were desks.
    """
    for order, due in rows(
        cursor,
        """
        WITH RECURSIVE credit AS (
            SELECT res_id AS gid FROM ir_model_data
             WHERE module = 'service_center_cash'
               AND name = 'service_center_cash_group_credit'
            UNION SELECT r.gid FROM res_groups_implied_rel r JOIN credit c
                ON r.hid = c.gid
        )
        SELECT o.name, o.amount_due FROM service_order o
         WHERE o.state = 'issued' AND o.amount_due > 0.005 AND NOT EXISTS (
            SELECT FROM service_order_stage_log g
              LEFT JOIN res_groups_users_rel r ON r.uid = g.user_id
             WHERE g.order_id = o.id AND g.state = 'issued'
               AND (g.user_id = 1 OR r.gid IN (SELECT gid FROM credit)))
           AND NOT EXISTS (SELECT FROM ir_model_data d
             WHERE d.model = 'service.order' AND d.res_id = o.id)
        """,
    ):
        yield f"order {order} is issued and {due} is not paid"


@invariant
def a_shift_ends_with_what_was_counted(cursor):
    for shift, count in rows(
        cursor,
        "SELECT journal_id, count(*) FROM service_cash_shift WHERE state <> 'closed'"
        " GROUP BY journal_id HAVING count(*) > 1",
    ):
        yield f"desk {shift} has {count} open shifts"
    for shift, counted, expected, difference in rows(
        cursor,
        """
        SELECT id, closing_counted, closing_expected, difference
          FROM service_cash_shift WHERE state = 'closed'
           AND abs(closing_counted - closing_expected - difference) > 0.005
        """,
    ):
        yield (
            f"shift {shift}: {counted} counted, {expected} expected, "
            f"difference {difference}"
        )


# Pay


@invariant
def a_line_is_earned_once(cursor):
    for line, employee, role, count in rows(
        cursor,
        """
        SELECT line_key, employee_id, role, count(*) FROM service_earning
         WHERE is_reversed IS NOT TRUE AND type = 'work'
         GROUP BY order_id, line_key, employee_id, role HAVING count(*) > 1
        """,
    ):
        yield f"line {line}: employee {employee} earned it {count} times as {role}"


@invariant
def what_is_reversed_is_reversed_whole_and_once(cursor):
    for earning, count, left in rows(
        cursor,
        """
        SELECT e.id, count(r.id), e.amount + coalesce(sum(r.amount), 0)
          FROM service_earning e LEFT JOIN service_earning r ON r.reverses_id = e.id
         GROUP BY e.id HAVING count(r.id) <> (e.is_reversed IS TRUE)::int
            OR e.is_reversed AND abs(e.amount + coalesce(sum(r.amount), 0)) > 0.005
        """,
    ):
        yield f"earning {earning}: {count} reversals, {left} left of it"


# Orders


@invariant
def each_move_of_an_order_is_allowed_and_written_down(cursor):
    """One stay after the other, the last one open, each step a permitted one."""
    for order, count in rows(
        cursor,
        """
        SELECT o.name, count(g.id) FROM service_order o
          LEFT JOIN service_order_stage_log g ON g.order_id = o.id
           AND g.date_end IS NULL AND g.stage_id = o.stage_id
         GROUP BY o.id, o.name HAVING count(g.id) <> 1
        """,
    ):
        yield f"order {order}: {count} open stays in the stage where it is"
    for order, before, after in rows(
        cursor,
        """
        SELECT o.name, b.name->>'en_US', a.name->>'en_US' FROM (
            SELECT order_id, stage_id, date_end,
                   lead(stage_id) OVER w AS next_id, lead(date_start) OVER w AS next_on
              FROM service_order_stage_log
            WINDOW w AS (PARTITION BY order_id ORDER BY id)
        ) g JOIN service_order o ON o.id = g.order_id
          JOIN service_stage b ON b.id = g.stage_id
          JOIN service_stage a ON a.id = g.next_id
          LEFT JOIN service_stage_next_rel n
            ON n.stage_id = g.stage_id AND n.next_stage_id = g.next_id
         WHERE n.stage_id IS NULL OR g.date_end IS DISTINCT FROM g.next_on
        """,
    ):
        yield f"order {order} went from {before} to {after}, not allowed or with a gap"


@invariant
def a_state_is_that_of_its_stage(cursor):
    for order, state, wanted in rows(
        cursor,
        "SELECT o.name, o.state, s.state FROM service_order o"
        " JOIN service_stage s ON s.id = o.stage_id WHERE o.state <> s.state",
    ):
        yield f"order {order} is {state}, its stage means {wanted}"


@invariant
def numbers_are_unique(cursor):
    for field in ("name", "code"):
        for number, count in rows(
            cursor,
            f"SELECT {field}, count(*) FROM service_order"
            f" GROUP BY company_id, {field} HAVING count(*) > 1",
        ):
            yield f"{count} orders have the {field} {number}"


@invariant
def no_order_changes_its_branch_in_silence(cursor):
    """The number begins with the branch's code, or the change is in its history."""
    for order, branch in rows(
        cursor,
        """
        SELECT o.name, b.code FROM service_order o
          JOIN service_branch b ON b.id = o.branch_id
         WHERE split_part(o.name, '-', 1) <> b.code AND NOT EXISTS (
            SELECT FROM mail_message m
              JOIN mail_tracking_value v ON v.mail_message_id = m.id
              JOIN ir_model_fields f ON f.id = v.field_id AND f.name = 'branch_id'
             WHERE m.model = 'service.order' AND m.res_id = o.id)
        """,
    ):
        yield f"order {order} is of branch {branch}, and nothing says since when"
    for order, table in rows(
        cursor,
        """
        SELECT o.name, 'stay' FROM service_order_stage_log g
          JOIN service_order o ON o.id = g.order_id WHERE g.branch_id <> o.branch_id
        UNION ALL
        SELECT o.name, 'place' FROM service_place_move g
          JOIN service_order o ON o.id = g.order_id WHERE g.branch_id <> o.branch_id
        """,
    ):
        yield f"order {order}: its {table} is of another branch"


@invariant
def a_device_is_in_one_place(cursor):
    """Where the order says; where its last move went; each move begins there."""
    for order, place, last in rows(
        cursor,
        """
        SELECT o.name, o.place_id, m.place_id FROM service_order o JOIN LATERAL (
            SELECT place_id FROM service_place_move
             WHERE order_id = o.id ORDER BY id DESC LIMIT 1
        ) m ON m.place_id IS DISTINCT FROM o.place_id
        """,
    ):
        yield f"order {order} is in place {place}, its last move went to {last}"
    for order, left, began in rows(
        cursor,
        """
        SELECT o.name, m.before_id, m.from_place_id FROM (
            SELECT order_id, id, from_place_id,
                   lag(place_id) OVER w AS before_id, lag(id) OVER w AS before
              FROM service_place_move WINDOW w AS (PARTITION BY order_id ORDER BY id)
        ) m JOIN service_order o ON o.id = m.order_id
         WHERE m.before IS NOT NULL AND m.before_id IS DISTINCT FROM m.from_place_id
        """,
    ):
        yield f"order {order} was in place {left} and left from {began}"
    for order, place in rows(
        cursor,
        """
        SELECT o.name, p.complete_name FROM service_order o
          JOIN service_place p ON p.id = o.place_id
         WHERE o.state = 'issued' AND p.kind <> 'customer'
        """,
    ):
        yield f"order {order} is issued, its device still in {place}"


@invariant
def an_estimate_is_asked_once(cursor):
    for order, waiting, highest, count in rows(
        cursor,
        """
        SELECT o.name, count(*) FILTER (WHERE e.state = 'sent'), max(e.number), count(*)
          FROM service_estimate e JOIN service_order o ON o.id = e.order_id
         GROUP BY o.id, o.name
        HAVING count(*) FILTER (WHERE e.state = 'sent') > 1 OR max(e.number) <> count(*)
        """,
    ):
        yield f"order {order}: {waiting} estimates wait, {count} by number {highest}"


@invariant
def a_request_is_one_order(cursor):
    for lead, count in rows(
        cursor,
        "SELECT lead_id, count(*) FROM service_order WHERE lead_id IS NOT NULL"
        " GROUP BY lead_id HAVING count(*) > 1",
    ):
        yield f"request {lead} became {count} orders"


@invariant
def no_passcode_is_kept_after_the_end(cursor):
    for order, state in rows(
        cursor,
        "SELECT o.name, o.state FROM service_passcode p"
        " JOIN service_order o ON o.id = p.order_id"
        " WHERE o.state IN ('issued', 'refused')",
    ):
        yield f"order {order} is {state}, and its passcode is kept"


@invariant
def a_signed_receipt_is_what_was_signed(cursor):
    for order, number, last in rows(
        cursor,
        """
        SELECT o.name, o.receipt_number, coalesce(max(r.number), 0)
          FROM service_order o LEFT JOIN service_receipt r ON r.order_id = o.id
         GROUP BY o.id HAVING coalesce(o.receipt_number, 0)
                <> coalesce(max(r.number), 0)
            OR count(r.id) <> coalesce(max(r.number), 0)
        """,
    ):
        yield f"order {order}: receipt {number} by its number, {last} is there"
    for receipt, pieces in rows(
        cursor,
        """
        SELECT r.id, count(a.id) FROM service_receipt r LEFT JOIN ir_attachment a
            ON a.res_model = 'service.receipt' AND a.res_id = r.id
           AND a.res_field = 'file'
         WHERE r.date_erased IS NULL GROUP BY r.id HAVING count(a.id) <> 1
        """,
    ):
        yield f"receipt {receipt} has {pieces} files"


@invariant
def a_photo_has_its_picture(cursor):
    for photo, pieces in rows(
        cursor,
        """
        SELECT p.id, count(a.id) FROM service_order_photo p LEFT JOIN ir_attachment a
            ON a.res_model = 'service.order.photo' AND a.res_id = p.id
           AND a.res_field = 'image'
         GROUP BY p.id HAVING count(a.id) <> 1
        """,
    ):
        yield f"photo {photo} has {pieces} pictures"


# What goes out


@invariant
def one_event_is_one_text(cursor):
    for order, event, count in rows(
        cursor,
        """
        SELECT order_id, event, count(*) FROM service_sms
         WHERE state IN ('sent', 'delivered') AND order_id IS NOT NULL
         GROUP BY order_id, event, text_id, stage_id, about, number
        HAVING count(*) > 1
        """,
    ):
        yield f"order {order}: {count} texts were accepted about one {event}"


@invariant
def no_text_is_stuck(cursor):
    """Claimed long ago and never settled: the job makes it uncertain, for people."""
    for text, claimed in rows(
        cursor,
        "SELECT id, date_claimed FROM service_sms WHERE state = 'sending'"
        " AND date_claimed < now() at time zone 'utc' - interval '20 min'",
    ):
        yield f"text {text} is being sent since {claimed}"


@invariant
def one_press_is_one_label(cursor):
    for key, count in rows(
        cursor,
        "SELECT key, count(*) FROM service_label_job WHERE key IS NOT NULL"
        " GROUP BY key HAVING count(*) > 1",
    ):
        yield f"the press {key} made {count} jobs"
    for job, claimed in rows(
        cursor,
        "SELECT id, date_claimed FROM service_label_job WHERE state = 'printing'"
        " AND date_claimed < now() at time zone 'utc' - interval '20 min'",
    ):
        yield f"label job {job} is being printed since {claimed}"


# Files


def each_file_is_whole(cursor, files):
    """Each attachment has its file, with the sum and the size that are written down."""
    for number, name, place, size, checksum in rows(
        cursor,
        "SELECT id, name, store_fname, file_size, checksum FROM ir_attachment"
        " WHERE store_fname IS NOT NULL",
    ):
        file = files / place
        if not file.exists():
            yield f"attachment {number} ({name}): its file is not there"
            continue
        content = file.read_bytes()
        if len(content) != size:
            yield f"attachment {number} ({name}): {len(content)} bytes, not {size}"
        elif hashlib.sha1(content).hexdigest() != checksum:
            yield f"attachment {number} ({name}): its file holds something else"
