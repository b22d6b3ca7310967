from odoo.addons.service_center.tests.common import ServiceCommon


class PartsCommon(ServiceCommon):
    """A storekeeper, and a part that the branch keeps in stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock = cls.branch.warehouse_id.lot_stock_id
        cls.bench = cls.branch.warehouse_id.service_bench_id
        cls.storekeeper = cls._create_user("store", "engineer", cls.branch)
        cls.storekeeper.group_ids = cls.env.ref(
            "service_center_stock.service_center_stock_group_storekeeper"
        )
        cls.part.is_storable = True
        cls.part.standard_price = 2000

    @classmethod
    def _put_in_stock(cls, quantity, product=None, location=None, **kwargs):
        cls.env["stock.quant"]._update_available_quantity(
            product or cls.part, location or cls.stock, quantity, **kwargs
        )

    @classmethod
    def _add_part(cls, order, quantity=1, product=None, **vals):
        return (
            cls.env["service.order.line"]
            .with_user(order.env.user)
            .create(
                {
                    "order_id": order.id,
                    "product_id": (product or cls.part).id,
                    "quantity": quantity,
                    **vals,
                }
            )
        )

    def _get_free(self, product=None, location=None):
        return self.env["stock.quant"]._get_available_quantity(
            product or self.part, location or self.stock
        )

    def _get_on_hand(self, product=None, location=None):
        quants = self.env["stock.quant"]._gather(
            product or self.part, location or self.stock
        )
        return sum(quants.mapped("quantity"))
