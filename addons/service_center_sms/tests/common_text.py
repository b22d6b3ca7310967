from .common import SmsCommon

NOON = "2026-03-04 09:00:00"  # a Wednesday, in Moscow it is noon


class TextCommon(SmsCommon):
    """Events of orders write texts; quiet hours are off unless a test is about them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"service_sms_quiet_from": 0, "service_sms_quiet_to": 0})
        cls.texts = cls.env["service.sms.text"].with_context(active_test=False)
        cls.calendar = cls.env.company.resource_calendar_id
        cls.calendar.tz = "Europe/Moscow"

    def _use(self, *names, **vals):
        """Let these of the shipped texts be in use, and no others."""
        self.texts.search([]).active = False
        texts = self.texts.browse()
        for name in names:
            texts += self.env.ref(f"service_center_sms.service_sms_text_{name}")
        texts.write({"active": True, **vals})
        return texts

    def _rows(self, orders):
        return self.rows.search([("order_id", "in", orders.ids)], order="id")

    def _screen(self, rows):
        """What the worker does with rows before it sends them."""
        for row_id, vals in rows._screen().items():
            self.rows.browse(row_id)._change(["waiting"], **vals)
        self.env.invalidate_all()
        return rows
