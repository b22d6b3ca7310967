from odoo.addons.service_center.tests.common_secret import SecretCommon

from .fake_gateway import FakeGateway

SECRET = "Canary-Secret-77301"
LOGIN = "Canary-Login-77301"

PLAIN = {
    "name": "Fake",
    "body": "to={number}\ntext={text}\nfrom={sender}\nid={id}\nkey={secret}\n"
    "user={login}\nback={callback}",
    "ref_rule": "id",
    "status_rule": "status",
    "error_rule": "text",
    "price_rule": "price",
    "success_words": "ok",
    "failure_words": "bad number=sms_number_format, no money=sms_credit",
    "retry_words": "busy",
    "duplicate_words": "duplicate",
    "poll_body": "id={id}\nkey={secret}",
    "poll_rule": "state",
    "report_rule": "state",
    "delivered_words": "delivered",
    "undelivered_words": "expired=sms_expired, lost",
    "progress_words": "sent",
    "missing_words": "missing",
    "rate": 0,
}


class SmsCommon(SecretCommon):
    """A company whose texts go through a fake gateway."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls.env["service.sms"]
        cls.provider = cls._create_provider()
        cls.env.company.service_sms_provider_id = cls.provider

    @classmethod
    def _create_provider(cls, **vals):
        return cls.env["service.sms.provider"].create(
            {"url": "http://127.0.0.1:9/send", **PLAIN}
            | {"login": LOGIN, "secret": SECRET, **vals}
        )

    def setUp(self):
        super().setUp()
        crons = self.env.registry["ir.cron"]
        self.commits = 0
        self.patch(crons, "_commit_progress", self._count_commit)
        self.gateway = FakeGateway()
        self.addCleanup(self.gateway.close)
        self._point(self.provider, self.gateway)

    def _count_commit(self, *_args, **_kwargs):
        self.env.flush_all()
        self.commits += 1
        return 1.0

    def _point(self, provider, gateway, **vals):
        """Lead a provider to a gateway; the password goes along."""
        provider.write({"url": f"{gateway.url}/send", "secret": SECRET, **vals})

    def _text(self, key="one", **vals):
        return self.rows._enqueue(
            [
                {
                    "key": key,
                    "number": "+79123456789",
                    "body": "Готово",
                    "company_id": self.env.company.id,
                    "branch_id": self.branch.id,
                    "partner_id": self.customer.id,
                    **vals,
                }
            ]
        )

    def _due(self, rows):
        """Let the time for the next attempt have come."""
        rows._write_server_fields({"date_next": "2020-01-01"})

    def _send(self):
        self.rows._cron_send()
        self.env.invalidate_all()
