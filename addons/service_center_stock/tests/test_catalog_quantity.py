from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PartsCommon


@tagged("post_install", "-at_install")
class TestCatalogQuantity(PartsCommon):
    """The catalogue opens for everybody who adds parts to orders."""

    def test_an_engineer_opens_the_catalogue_with_its_quantities(self):
        self._put_in_stock(3)
        order = self._create_order().with_user(self.engineer)
        action = order.action_add_from_catalog()
        products = self.env[action["res_model"]].with_user(self.engineer)
        view = products.get_view(action["views"][0][0], "kanban")
        names = set(view["models"]["product.product"]) & set(products._fields)
        self.assertLessEqual({"qty_available", "free_qty"}, names)
        found = products.search([("id", "=", self.part.id)]).web_read(
            {name: {} for name in names}
        )
        self.assertEqual(found[0]["qty_available"], 3)

    def test_where_parts_move_to_stays_the_storekeepers(self):
        with self.assertRaises(AccessError):
            self.env["stock.move"].with_user(self.engineer).search([])

    def test_who_is_no_engineer_reads_no_quantities(self):
        with self.assertRaises(AccessError):
            self.part.with_user(self.outsider).read(["qty_available"])
