"""A server with cron workers, a provider of texts, and the outbox between them."""

import contextlib
import importlib.util
import os
import time
from pathlib import Path

from .client import Client
from .cluster import Server, children
from .database import ask, wake

ADDON = Path(__file__).parent.parent / "addons" / "service_center_sms"
SENDING = "service_center_sms.ir_cron_sms_send"


def _load_gateway():
    """The fake provider of the addon's own tests: it needs no Odoo."""
    file = ADDON / "tests" / "fake_gateway.py"
    spec = importlib.util.spec_from_file_location("sms_fake_gateway", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FakeGateway


FakeGateway = _load_gateway()


class CronServer(Server):
    """Odoo on a cluster of its own, with processes for scheduled jobs."""

    def __init__(self, cluster, port, chat_port, crons=1):
        super().__init__(cluster, port, chat_port)
        lines = self.rc.read_text().splitlines()
        kept = [line for line in lines if not line.startswith("max_cron_threads")]
        self.rc.write_text("\n".join([*kept, f"max_cron_threads = {crons}"]))


class SmsRoom:
    """One provider, and texts to be sent through it."""

    numbers = 0

    def __init__(self, server, database, gateway, **provider):
        self.server, self.database, self.gateway = server, database, gateway
        self.admin = Client(server.address, database, "admin")
        companies = self.admin.call("res.company", "search", [])
        # thousands of texts, by day and by night: else they are kept for tomorrow
        values = {
            "service_sms_day_limit": 0,
            "service_sms_quiet_from": 0,
            "service_sms_quiet_to": 0,
        }
        self.admin.call("res.company", "write", companies, values)
        (self.provider,) = self.admin.call(
            "service.sms.provider",
            "create",
            [
                {
                    "name": f"Fake {time.monotonic()}",
                    "url": f"{gateway.url}/send",
                    "body": "to={number}\ntext={text}\nid={id}\nkey={secret}",
                    "secret": "s3cret",
                    "ref_rule": "id",
                    "status_rule": "status",
                    "rate": 0,
                    "success_words": "ok",
                    "duplicate_words": "duplicate",
                    "price_rule": "price",
                    "timeout": 5,
                    **provider,
                }
            ],
        )

    def ask(self, query, *values):
        return ask(self.database, self.server.cluster.folder, query, *values)

    def write_texts(self, count, prefix):
        """Texts as the business transaction leaves them in the outbox.

        They are about the orders there are, in turn; no number gets two, so that its
        daily limit stays out of it.
        """
        first = SmsRoom.numbers
        SmsRoom.numbers += count
        self.ask(
            "INSERT INTO service_sms (key, uuid, company_id, provider_id, number, body,"
            " segments, state, attempts, polls, in_doubt, date_next, create_date,"
            " create_uid, order_id)"
            " SELECT %s || n, md5(%s || n), (SELECT min(id) FROM res_company), %s,"
            " '+486' || lpad((%s + n)::text, 8, '0'), 'Text ' || n, 1, 'waiting', 0, 0,"
            " false, now() at time zone 'utc', now() at time zone 'utc', 1,"
            " o.ids[1 + n %% cardinality(o.ids)]"
            " FROM generate_series(1, %s) n,"
            " (SELECT array_agg(id) AS ids FROM service_order) o",
            *(prefix, prefix, self.provider, first, count),
        )

    def wake(self):
        wake(self.database, self.server.cluster.folder, "model._cron_send()")

    def count(self):
        """How many texts of this provider are in which state."""
        return dict(
            self.ask(
                "SELECT state, count(*) FROM service_sms"
                " WHERE provider_id = %s GROUP BY 1",
                self.provider,
            )
        )

    def wait(self, done, seconds=120, every=1.0):
        """Wake the jobs until ``done`` says so."""
        end = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < end, self.count()
            self.wake()
            time.sleep(every)

    def no_longer(self, *states):
        return lambda: not any(self.count().get(state) for state in states)

    def grow_old(self):
        """As if it were long ago that somebody claimed what was never settled."""
        self.ask(
            "UPDATE service_sms SET date_claimed = '2020-01-01' WHERE state = 'sending'"
        )

    def add_job(self):
        """A second job that sends: two processes do it at once."""
        found = self.ask(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
            *SENDING.split("."),
        )
        return self.admin.call("ir.cron", "copy", [found[0][0]])

    def all_shown(self):
        """Whether each text that has gone stands in the chatter; none may twice."""
        ((gone, shown, most),) = self.ask(
            "SELECT count(*), count(n), coalesce(max(n), 0) FROM (SELECT s.id,"
            " nullif(count(n.id), 0) AS n FROM service_sms s"
            " LEFT JOIN sms_tracker t ON t.sms_uuid = s.uuid"
            " LEFT JOIN mail_notification n ON n.id = t.mail_notification_id"
            " WHERE s.provider_id = %s AND s.state IN ('sent', 'unknown')"
            " GROUP BY s.id) each",
            self.provider,
        )
        assert most < 2, "a text stands in the chatter twice"
        return gone == shown

    def check(self):
        """At most one acceptance of each text, and none that was never asked for.

        What a killed job left to be shown in the chatter is shown by the next one.
        """
        self.wait(self.all_shown)
        twice = {key: n for key, n in self.gateway.accepted.items() if n > 1}
        assert not twice, twice
        rows = dict(
            self.ask(
                "SELECT uuid, state FROM service_sms WHERE provider_id = %s",
                self.provider,
            )
        )
        assert set(self.gateway.accepted) <= set(rows)
        for uuid, state in rows.items():
            assert state != "sent" or self.gateway.accepted[uuid] == 1, uuid


def owner_of(port, parent):
    """Which descendant of a process holds the local end of a connection."""
    inodes = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        parts = line.split()
        if int(parts[1].split(":")[1], 16) == port:
            inodes.add(f"socket:[{parts[9]}]")
    for pid in children(parent):
        with contextlib.suppress(OSError):
            for each in os.scandir(f"/proc/{pid}/fd"):
                with contextlib.suppress(OSError):
                    if os.readlink(each.path) in inodes:
                        return pid
    return None


def memory_of(pid):
    """Resident memory of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0
