from odoo import api, fields, models

FINISHED = ("done", "refused")


class ServiceOrder(models.Model):
    """What happens to an order writes its text: a row, in the same transaction.

    The row says what it is about, and nothing else. Words, number and whether it may go
    are decided when it is sent, see ``service_sms_screen.py``.
    """

    _inherit = "service.order"

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        for stage, entered in orders.grouped("stage_id").items():
            if stage.state == "new":
                entered._text_stage(stage)
        return orders

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        self._text_stage(new)
        return res

    def _log_sent(self, estimates):
        res = super()._log_sent(estimates)
        by_order = {estimate.order_id.id: estimate.id for estimate in estimates}
        orders = self.filtered(lambda order: order.id in by_order)
        orders._text("estimate", lambda order: by_order[order.id])
        return res

    def write(self, vals):
        if "date_promised" not in vals or not self._get_text_rules("promised"):
            return super().write(vals)
        before = {order: order.date_promised for order in self}
        res = super().write(vals)
        moved = self.filtered(
            lambda order: (
                before[order]
                and order.date_promised
                and before[order] != order.date_promised
                and order.state not in (*FINISHED, "issued")
            )
        )
        now = fields.Datetime.now()
        moved._text("promised", lambda order: f"{order.date_promised}/{now}")
        return res

    def _text_stage(self, stage):
        self._text("stage", lambda order: order.date_stage_start, stage)

    @api.model
    def _get_text_rules(self, trigger, stage=None):
        # sudo: the rules of texts are asked for whoever works on an order
        return self.env["service.sms.text"].sudo()._get_rules(trigger, stage)

    def _may_text(self):
        """Hook: those of these orders whose customers may be texted at all.

        An addon where strangers type numbers of their own accord leaves those out.
        """
        return self

    def _text(self, trigger, get_about, stage=None):
        """Write one text for each of these orders about an event, where one is in use.

        :param trigger: the event, as in ``service.sms.text``
        :param get_about: function from an order to what tells this event from the next
            of its kind; the same text is never written twice about the same
        :param stage: the stage that was entered, if it is about that
        :return: the new rows of the outbox
        """
        vals_list = []
        if rules := self._get_text_rules(trigger, stage):
            for order in self._may_text():
                if fitting := order._get_text_rule(rules):
                    about = get_about(order)
                    vals_list.append(order._prepare_text(fitting, about, stage))
        # sudo: the outbox is written by events alone, by no person
        return self.env["service.sms"].sudo()._enqueue(vals_list)

    def _get_text_rule(self, rules):
        """The first of these rules that fits the branch of this order."""
        branch = self.branch_id
        for each in rules:
            if each.branch_ids and branch.id not in each.branch_ids:
                continue
            if each.skip_companies and self.partner_id.commercial_partner_id.is_company:
                continue
            if not each.company_id or each.company_id == self.company_id.id:
                return each
        return None

    def _prepare_text(self, rules, about, stage):
        """Values of a row: what it is about. It is written out when it is sent."""
        kind = f"{rules.trigger}/{stage.id}" if stage else rules.trigger
        if rules.days:
            kind += f"/{rules.days}"
        return {
            "key": f"order/{self.id}/{kind}/{about}",
            "event": rules.trigger,
            "about": str(about),
            "text_id": rules.id,
            "stage_id": stage and stage.id,
            "order_id": self.id,
            "partner_id": self.partner_id.id,
            "branch_id": self.branch_id.id,
            "company_id": self.company_id.id,
        }
