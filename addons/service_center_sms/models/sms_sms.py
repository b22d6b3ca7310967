from odoo import api, fields, models

from .res_company import SmsApiService

# Odoo's state of a text for each of ours; what is uncertain stays "processing", for
# the chatter would offer to send it again without a word
ODOO_STATES = {
    "sending": "process",
    "sent": "pending",
    "delivered": "sent",
    "failed": "error",
    "cancelled": "canceled",
}


class SmsSms(models.Model):
    """Odoo's queue: each company's texts go the company's way."""

    _inherit = "sms.sms"

    service_company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, ondelete="set null"
    )

    def _get_sms_company(self):
        return (
            self.mail_message_id.record_company_id
            or self.service_company_id
            or super()._get_sms_company()
        )

    def _group_by_sms_company(self):
        """These texts by company: what one company pays for is not sent by another."""
        return self.grouped(lambda sms: sms._get_sms_company()[:1])

    def _split_by_api(self):
        others = self.browse()
        for company, texts in self._group_by_sms_company().items():
            if company._get_sms_provider():
                api = SmsApiService(self.env)
                api._set_company(company)
                yield api, texts
            else:
                others += texts
        for company, texts in others._group_by_sms_company().items():
            yield from super(SmsSms, texts.with_company(company))._split_by_api()

    @api.model
    def _process_queue(self):
        """As Odoo's own, which fails on the texts of two companies."""
        domain = [("state", "=", "outgoing"), ("to_delete", "!=", True)]
        limit = self._get_send_batch_size()
        records = self.search(domain, limit=limit, order="id").try_lock_for_update()
        commit = self.env["ir.cron"]._commit_progress
        full = len(records) == limit
        for sms_api, texts in list(records._split_by_api()):
            texts.with_context(sms_api=sms_api)._send(unlink_failed=False)
            commit(len(texts))
        commit(0, remaining=self.search_count(domain) if full else 0)


class ServiceSms(models.Model):
    """Texts taken over from Odoo's queue, and what Odoo is told about them."""

    _inherit = "service.sms"

    def _take_over(self, texts, company):
        """Write texts of Odoo's queue into the outbox; their uuid is the key.

        :param texts: text by uuid of ``sms.sms``
        :return: the uuids of those whose number is none
        """
        found = self.env["sms.sms"].search([("uuid", "in", list(texts))])
        orders = self._get_orders_of(found.mail_message_id)
        numbers = {sms: self._format_number(sms.number, company) for sms in found}
        self._enqueue(
            [
                {
                    "key": f"sms.sms/{sms.uuid}",
                    "sms_uuid": sms.uuid,
                    "number": numbers[sms] or sms.number,
                    "failure_type": None if numbers[sms] else "sms_number_format",
                    "body": texts[sms.uuid],
                    "company_id": company.id,
                    "partner_id": sms.partner_id.id,
                    **orders.get(sms.mail_message_id.res_id, {}),
                }
                for sms in found
            ]
        )
        return {sms.uuid for sms in found if not numbers[sms]}

    def _get_orders_of(self, messages):
        mine = messages.filtered(lambda message: message.model == "service.order")
        orders = self.env["service.order"].browse(mine.mapped("res_id")).exists()
        return {
            order.id: {"order_id": order.id, "branch_id": order.branch_id.id}
            for order in orders
        }

    def _tell_odoo(self):
        """Bring the state of these texts to Odoo's own and to the chatter."""
        # sudo: who has a right to a text is told by its own rules
        handed_sudo = self.sudo().filtered("sms_uuid")
        if not handed_sudo:
            return
        trackers = self.env["sms.tracker"].sudo()
        found = trackers.search([("sms_uuid", "in", handed_sudo.mapped("sms_uuid"))])
        by_uuid = {tracker.sms_uuid: tracker for tracker in found}
        queue = self.env["sms.sms"].sudo()
        queued = queue.search([("uuid", "in", handed_sudo.mapped("sms_uuid"))])
        queued_by_uuid = {sms.uuid: sms for sms in queued}
        for sms in handed_sudo:
            if state := ODOO_STATES.get(sms.state):
                failed = sms.state == "failed"
                kind = failed and (sms.failure_type or "unknown")
                queued_sms = queued_by_uuid.get(sms.sms_uuid, queue)
                queued_sms._take_state(state, kind)
                tracker = by_uuid.get(sms.sms_uuid, trackers)
                tracker._action_update_from_sms_state(
                    state,
                    failure_type=tracker._get_known_failure(kind),
                    failure_reason=failed and sms.reason,
                )


class SmsSmsState(models.Model):
    _inherit = "sms.sms"

    def _take_state(self, state, failure_type):
        """Show the state that the outbox reached."""
        known = dict(self._fields["failure_type"].selection)
        kind = failure_type if failure_type in known else failure_type and "unknown"
        self.write({"state": state, "failure_type": kind})


class SmsTracker(models.Model):
    _inherit = "sms.tracker"

    def _get_known_failure(self, failure_type):
        """The same, or what notifications call everything they do not know."""
        known = dict(self.env["mail.notification"]._fields["failure_type"].selection)
        return failure_type if failure_type in known else failure_type and "unknown"
