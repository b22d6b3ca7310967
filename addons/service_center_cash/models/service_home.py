from odoo import models

from .account_journal import CASHIER, CONTROLLER


class ServiceHome(models.AbstractModel):
    """The desks of the person: what is in them, what waits to be recorded."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        if self.env.user.has_groups(f"{CASHIER},{CONTROLLER}"):
            tiles += self._get_cash_tiles(branches)
        return tiles

    def _get_cash_tiles(self, branches):
        desks = self.env["account.journal"].search([("is_service_desk", "=", True)])
        desks = desks.filtered(
            lambda desk: (
                not desk.service_branch_ids
                or not branches
                or desk.service_branch_ids & branches
            )
        )
        if not desks:
            return []
        payments = self.env["account.payment"]
        drafts = [("is_cash_order", "=", True), ("state", "=", "draft")]
        drafts.append(("journal_id", "in", desks.ids))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "service_center_cash.account_payment_action_cash"
        )
        figures = [
            self._get_figure(
                "cash_drafts",
                self.env._("To Record"),
                payments.search_count(drafts),
                tone="warning",
                action={**action, "domain": drafts},
            )
        ]
        for desk in desks[:8]:
            currency = desk.currency_id or desk.company_id.currency_id
            figures.append(
                self._get_figure(
                    f"desk_{desk.id}",
                    desk.name,
                    desk.service_balance,
                    format="monetary",
                    currency_id=currency.id,
                    action={**action, "domain": [("journal_id", "=", desk.id)]},
                )
            )
        return [
            {
                "key": "cash",
                "type": "figures",
                "sequence": 60,
                "title": self.env._("Cash"),
                "figures": figures,
            }
        ]
