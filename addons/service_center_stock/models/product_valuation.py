from odoo import api, models

WHOLE = object()  # nobody can send this with a request


class ProductProduct(models.Model):
    """What the stock is worth is worth the same, whoever finishes a repair.

    Odoo counts the quantity behind a valuation with the rights of the user. An
    engineer, who sees no stock, could then finish no order with a part valued by FIFO,
    and somebody who sees one branch would set the cost of a product by that branch's
    quantity alone.
    """

    _inherit = "product.product"

    def _with_valuation_context(self):
        products = self
        if self.env.context.get("service_whole_stock") is WHOLE or (
            self.env.user.has_groups(
                "stock.group_stock_user,account.group_account_invoice,"
                "account.group_account_readonly"
            )
        ):
            # sudo: a value is the company's, not that of the branches one sees
            products = self.sudo()
        return super(ProductProduct, products)._with_valuation_context()

    @api.model
    def _get_cost_fields(self):
        return super()._get_cost_fields() | {"total_value", "avg_cost"}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_done(self, cancel_backorder=False):
        whole = self.with_context(service_whole_stock=WHOLE)
        done = super(StockMove, whole)._action_done(cancel_backorder=cancel_backorder)
        return done.with_env(self.env)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        whole = self.with_context(service_whole_stock=WHOLE)
        return super(AccountMove, whole)._post(soft=soft).with_env(self.env)
