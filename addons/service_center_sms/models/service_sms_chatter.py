import logging

import psycopg2

from odoo import api, models
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.sms.tools.sms_tools import sms_content_to_rendered_html

from .sms_sms import ODOO_STATES

_logger = logging.getLogger(__name__)
BATCH = 200
SHOWN = ("sent", "delivered", "failed", "unknown")
TO_SHOW = (
    "sms_uuid IS NULL AND order_id IS NOT NULL AND body IS NOT NULL "
    f"AND state IN {SHOWN}"
)


class ServiceSms(models.Model):
    """What a customer was texted stands in the chatter of the order, as Odoo's own do.

    It is written when the text has gone, never by the event; while many go, for all
    of them together. A text that is shown has an ID of Odoo's queue: so nobody shows
    it a second time, and what a killed process left is found. Whatever goes wrong
    here, that the text was sent stays recorded.
    """

    _inherit = "service.sms"

    _to_show = models.Index(f"(id) WHERE {TO_SHOW}")

    def _on_state_changed(self, state):
        res = super()._on_state_changed(state)
        if state in SHOWN and not self.env.context.get("service_sms_show_later"):
            self._show(SQL("id IN %s", tuple(self.ids)))
        return res

    @api.model
    def _show_rest(self):
        """Show what was sent and is not shown yet.

        :return: whether there may be more
        """
        some = SQL(
            "id IN (SELECT id FROM service_sms WHERE %s ORDER BY id LIMIT %s "
            "FOR NO KEY UPDATE SKIP LOCKED)",
            *(SQL(TO_SHOW), BATCH),
        )
        return len(self._show(some)) == BATCH

    @api.model
    def _show(self, which):
        """Write these texts into the chatter, as far as they are not there."""
        self.flush_model()
        found = self.env.execute_query(
            SQL(
                "UPDATE service_sms SET sms_uuid = uuid WHERE %s AND %s RETURNING id",
                *(which, SQL(TO_SHOW)),
            )
        )
        # sudo: the worker's, and who marks a text as sent need not write messages
        rows = self.sudo().browse(sorted(row[0] for row in found))
        rows.invalidate_recordset(["sms_uuid"])
        if not rows._try_show_in_chatter() and len(rows) > 1:
            for sms in rows:  # which of them is it?
                sms._try_show_in_chatter()
        return rows

    def _try_show_in_chatter(self):
        try:
            with self.env.cr.savepoint():
                self._show_in_chatter()
        except psycopg2.OperationalError:  # somebody was quicker: all of it once more
            raise
        except Exception:
            if len(self) == 1:
                _logger.exception("Text %s is not shown in the chatter", self.id)
            return False
        return True

    def _show_in_chatter(self):
        """Messages of Odoo's kind; from now on ``_tell_odoo`` keeps them up to date."""
        rounds = {}  # one message for an order at a time
        for sms in self:
            author = sms.create_uid.partner_id
            turn = 0
            while sms.order_id in rounds.setdefault((author, turn), {}):
                turn += 1
            rounds[author, turn][sms.order_id] = sms
        for (author, _turn), texts in rounds.items():
            orders = self.env["service.order"].union(*texts)
            bodies = {
                order.id: sms_content_to_rendered_html(texts[order].body)
                for order in orders
            }
            messages = orders._message_log_batch(
                bodies, author_id=author.id, message_type="sms"
            )
            self.env["mail.notification"].create(
                [
                    texts[order]._prepare_notification(message)
                    for order, message in zip(orders, messages, strict=True)
                ]
            )

    def _prepare_notification(self, message):
        """What the message says of the text: its number and how it stands."""
        self.ensure_one()
        tracker = self.env["sms.tracker"]
        statuses = tracker.SMS_STATE_TO_NOTIFICATION_STATUS
        failed = self.state == "failed"
        kind = tracker._get_known_failure(failed and (self.failure_type or "unknown"))
        return {
            "author_id": message.author_id.id,
            "mail_message_id": message.id,
            "res_partner_id": self.partner_id.id,
            "sms_number": self.number,
            "notification_type": "sms",
            "notification_status": statuses[ODOO_STATES.get(self.state, "process")],
            "failure_type": kind,
            "failure_reason": failed and self.reason,
            "is_read": True,
            "sms_tracker_ids": [Command.create({"sms_uuid": self.uuid})],
        }
