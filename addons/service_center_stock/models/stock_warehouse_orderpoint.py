from odoo import api, fields, models

from odoo.addons.service_center.tools.transact import transact

LOW = "service_center_stock.mail_activity_type_parts_low"


class StockWarehouseOrderpoint(models.Model):
    """The least that a branch keeps of a part; below it the buyer is told, once."""

    _inherit = "stock.warehouse.orderpoint"

    service_branch_id = fields.Many2one(
        related="warehouse_id.service_branch_id",
        string="Service Branch",
        store=True,
        index="btree_not_null",
    )
    date_service_low = fields.Datetime(
        "Buyer Told On",
        readonly=True,
        copy=False,
        help="When the branch's buyer was told that the part is below its minimum. "
        "Empty: it is not, or he is still to be told.",
    )

    def _procure_orderpoint_confirm(
        self, use_new_cursor=False, company_id=None, raise_user_error=True
    ):
        """Write what was counted before a second transaction writes the same rules.

        Odoo's scheduler counts them in its own transaction and buys in another: its
        next commit then failed whenever there was anything to buy, and what comes
        after it was not done.
        """
        if use_new_cursor:
            self.env["ir.cron"]._commit_progress()
        return super()._procure_orderpoint_confirm(
            use_new_cursor, company_id, raise_user_error
        )

    @api.model
    def _cron_tell_low_parts(self):
        """Tell each branch's buyer which parts fell below their minimum, once.

        What is ordered counts as there: who has bought is not told. A part that has
        recovered may fall, and be told of, anew.
        """
        transact(self.env, self._tell_new_low_parts)

    @api.model
    def _tell_new_low_parts(self):
        rules = self.search([("service_branch_id", "!=", False)])
        expected = rules._get_expected_quantities()
        low = rules.filtered(
            lambda rule: (
                rule.product_uom.compare(expected[rule], rule.product_min_qty) < 0
            )
        )
        (rules - low).filtered("date_service_low").date_service_low = False
        new = low.filtered(lambda rule: not rule.date_service_low)
        if new:
            new._tell_low_parts(expected)
            new.date_service_low = fields.Datetime.now()

    def _get_expected_quantities(self):
        """What there will be when all that is asked for came and all needed is used.

        Odoo's own forecast asks for the routes of each product; here whole places are
        counted at once.

        :return: dictionary from rule to quantity in the product's unit
        """
        asked = self._quantity_in_progress()
        expected = {}
        for location, rules in self.grouped("location_id").items():
            products = rules.product_id.with_context(location=location.id)
            quantities = {p.id: p.virtual_available for p in products}
            for rule in rules:
                expected[rule] = quantities[rule.product_id.id] + asked[rule.id]
        return expected

    def _tell_low_parts(self, expected):
        """One activity per branch; while it is open, more parts are added to it.

        :param expected: dictionary from rule to what there will be
        """
        branches = self.service_branch_id
        keepers = branches._get_storekeepers()
        kind = self.env.ref(LOW)
        open_activities = branches.activity_search([LOW]).grouped("res_id")
        for branch, rules in self.grouped("service_branch_id").items():
            facts = [
                self.env._(
                    "%(product)s: %(forecast)s with all that is ordered, at least "
                    "%(minimum)s wanted",
                    product=rule.product_id.display_name,
                    forecast=f"{expected[rule]:g}",
                    minimum=f"{rule.product_min_qty:g}",
                )
                for rule in rules
            ]
            note = branch._list_facts(self.env._("Below the minimum:"), facts)
            if activity := open_activities.get(branch.id):
                activity[0].note = (activity[0].note or "") + note
                continue
            buyer = branch.parts_buyer_id.filtered("active") or keepers[branch][:1]
            if buyer:
                branch.activity_schedule(
                    activity_type_id=kind.id, user_id=buyer.id, note=note
                )
