import logging

import psycopg2

from odoo import models
from odoo.fields import Command

from odoo.addons.sms.tools.sms_tools import sms_content_to_rendered_html

_logger = logging.getLogger(__name__)
SHOWN = ("sent", "delivered", "failed", "unknown")


class ServiceSms(models.Model):
    """What a customer was texted stands in the chatter of the order, as Odoo's own do.

    The worker writes it when the text has gone, never the event. Whatever goes wrong
    with it, that the text was sent stays recorded.
    """

    _inherit = "service.sms"

    def _on_state_changed(self, state):
        res = super()._on_state_changed(state)
        if state in SHOWN:
            # sudo: the worker's, and who marks a text as sent need not write messages
            for sms_sudo in self.sudo():
                if sms_sudo.order_id and sms_sudo.body and not sms_sudo.sms_uuid:
                    sms_sudo._try_show_in_chatter()
        return res

    def _try_show_in_chatter(self):
        try:
            with self.env.cr.savepoint():
                self._show_in_chatter()
        except psycopg2.OperationalError:  # somebody was quicker: all of it once more
            raise
        except Exception:
            _logger.exception("Text %s is not shown in the chatter", self.id)

    def _show_in_chatter(self):
        """A message of Odoo's kind; from now on ``_tell_odoo`` keeps it up to date."""
        self.ensure_one()
        author = self.create_uid.partner_id
        message = self.order_id._message_log_batch(
            {self.order_id.id: sms_content_to_rendered_html(self.body)},
            author_id=author.id,
            message_type="sms",
        )
        self.env["mail.notification"].create(
            {
                "author_id": author.id,
                "mail_message_id": message.id,
                "res_partner_id": self.partner_id.id,
                "sms_number": self.number,
                "notification_type": "sms",
                "notification_status": "ready",
                "is_read": True,
                "sms_tracker_ids": [Command.create({"sms_uuid": self.uuid})],
            }
        )
        self._write_server_fields({"sms_uuid": self.uuid})
        self._tell_odoo()
