"""What a restored copy may do: run in Odoo's shell on it by ``test_backup.py``.

Everything that leaves a centre is put in line and its job is run: a text, labels, a
receipt for a fiscal device, an e-mail. No connection gets through; who tried is noted.
Prints one JSON object: what was tried by the copy as it is, by one that has an identity
of its own, and by one that was neutralized; what is missing of its files; what its
ledger says; and what is said when the keys are lost.
"""

import base64
import contextlib
import hashlib
import json
import logging
import socket
import sys
import threading
import time
from pathlib import Path

from odoo import fields, modules
from odoo.exceptions import UserError
from odoo.tools import config

KEYS = "service_center_key_file"
ADAPTER = "service.fiscal.adapter"
tried = set()
PORTS = {9001: "text", 9002: "label", 9003: "mail"}


def refuse(_socket, address):
    """Instead of ``connect``: nothing leaves, what tried is noted."""
    if isinstance(address, tuple):
        tried.add(PORTS.get(address[1], str(address)))
        raise ConnectionRefusedError(address)


class Copy:
    """The restored database, in the hands of its superuser."""

    def __init__(self, env):
        self.env, self.number = env, 0
        socket.socket.connect = socket.socket.connect_ex = refuse
        self.patch_adapter()

    def patch_adapter(self):
        def register(adapter, payment, key):
            tried.add("fiscal")
            raise ConnectionRefusedError

        type(self.env[ADAPTER])._register_payment = register

    def set(self, query, *values):
        self.env.cr.execute(query, values)
        self.env.invalidate_all()

    def put_in_line(self):
        """One of each, as if people went on working in the copy."""
        self.number += 1
        order = self.env["service.order"].search([], limit=1)
        self.env["service.sms"]._enqueue(
            [
                {
                    "key": f"drill {self.number}",
                    "number": f"+4860000000{self.number}",
                    "body": "Ready",
                    "company_id": order.company_id.id,
                    "provider_id": self.find("service.sms.provider").id,
                }
            ]
        )
        self.env["service.label.job"].create(
            {
                "name": "Drill",
                "company_id": order.company_id.id,
                "user_id": self.env.uid,
                "printer_id": self.find("service.label.printer").id,
                "res_model": order._name,
                "count": 1,
                "date_next": fields.Datetime.now(),
                "file": base64.b64encode(b"^XA^XZ"),
            }
        )
        self.set(
            "UPDATE service_fiscal_receipt SET state = 'pending', attempts = 0,"
            " date_next = now() at time zone 'utc'"
        )
        self.env["mail.mail"].create(
            {
                "email_from": "desk@example.com",
                "email_to": "customer@example.com",
                "subject": "Ready",
                "body_html": "Ready",
                "mail_server_id": self.find("ir.mail_server").id,
            }
        )
        self.env.cr.commit()

    def find(self, model):
        found = self.env[model].with_context(active_test=False)
        return found.search([("name", "=", "Drill")], limit=1)

    def run_jobs(self):
        """What the scheduled jobs do; return who wanted to reach something."""
        tried.clear()
        self.env["service.sms"]._cron_send()
        self.env["service.label.job"]._cron_print()
        self.wait_for_printing()
        self.env["service.fiscal.receipt"]._cron_register()
        self.env["mail.mail"].process_email_queue()
        self.env.cr.commit()
        return sorted(tried)

    def wait_for_printing(self):
        deadline = time.monotonic() + 60
        while any(each.name.startswith("labels.") for each in threading.enumerate()):
            assert time.monotonic() < deadline, "labels are printed for ever"
            time.sleep(0.05)
        self.env.cr.rollback()

    # what a backup has to bring back

    def get_lost_files(self):
        """Attachments whose file is not there, or is not what it was."""
        self.env.cr.execute(
            "SELECT id, store_fname, checksum FROM ir_attachment"
            " WHERE store_fname IS NOT NULL"
        )
        folder = Path(self.env["ir.attachment"]._filestore())
        lost = []
        for number, name, checksum in self.env.cr.fetchall():
            file = folder / name
            if not file.exists():
                lost.append(f"{number}: no file {name}")
            elif hashlib.sha1(file.read_bytes()).hexdigest() != checksum:
                lost.append(f"{number}: other content than {name}")
        return lost

    def get_ledger(self):
        """Sums that have to agree with each other, in every company."""
        self.env.cr.execute(
            "SELECT coalesce(sum(debit - credit), 0)::float FROM account_move_line"
        )
        (balance,) = self.env.cr.fetchone()
        self.env.cr.execute(
            "SELECT o.id FROM service_order o LEFT JOIN service_cash_allocation a"
            " ON a.order_id = o.id GROUP BY o.id"
            " HAVING coalesce(o.amount_paid, 0) <> coalesce(sum(a.amount_signed), 0)"
        )
        return {"balance": balance, "wrong": [row[0] for row in self.env.cr.fetchall()]}

    def reveal(self):
        """What the engineer is shown of a kept passcode, or told instead."""
        passcode = self.env["service.passcode"].search(
            [("order_id.engineer_id", "!=", False)], limit=1, order="id desc"
        )
        order = passcode.order_id
        try:
            return order.with_user(order.engineer_id)._reveal_passcode()
        except UserError as problem:
            return f"refused: {problem}"

    def get_words_on_keys(self):
        kept = config[KEYS]
        found = {"kept": self.reveal()}
        other = Path(config["data_dir"], "other.keys")
        key = base64.urlsafe_b64encode(b"\7" * 32).decode()
        other.write_text(f"cipher {key}\nindex {key}\n")
        other.chmod(0o400)
        for name, file in (("missing", "/nowhere/keys"), ("other", str(other))):
            config.options[KEYS] = file
            found[name] = self.reveal()
            self.env.cr.rollback()
        config.options[KEYS] = kept
        other.unlink()
        return found


def main(env):
    """All trials, one after the other."""
    logging.disable(logging.CRITICAL)  # that nothing can be reached is meant
    with contextlib.redirect_stdout(sys.stderr):
        copy = Copy(env)
        said = {"lost": copy.get_lost_files(), "ledger": copy.get_ledger()}
        said["keys"] = copy.get_words_on_keys()
        copy.put_in_line()
        said["same"] = copy.run_jobs()
        env["ir.config_parameter"].set_param("database.uuid", "a-copy")
        copy.put_in_line()
        said["foreign"] = copy.run_jobs()
        modules.neutralize.neutralize_database(env.cr)
        env.cr.commit()
        env.registry.clear_all_caches()
        copy.put_in_line()
        said["neutralized"] = copy.run_jobs()
    sys.stdout.write(f"SAID {json.dumps(said)}\n")
