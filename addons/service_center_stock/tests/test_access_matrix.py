from odoo.tests import tagged

from odoo.addons.service_center.tests.access import AccessCase


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessCase):
    """Who may do what with parts: found out by trying, compared with the review."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.is_storable = True

    @classmethod
    def _get_people(cls):
        group = "service_center_stock.service_center_stock_group_storekeeper"
        keeper = cls._create_user("matrix_store", "engineer", cls.branch)
        keeper.group_ids = cls.env.ref(group)
        return {**super()._get_people(), "storekeeper": keeper}

    def get_models(self):
        """Transfers, bags, stock list; claims and serials have tests of their own."""
        mine = ("service.bag", "service.parts.stock", "service.parts.transfer")
        return [name for name in super().get_models() if name.startswith(mine)]

    def _record(self, model, place):
        if model == "service.bag.content":
            return self._record_content(place)
        if model != "service.parts.stock":
            return super()._record(model, place)
        key = model, place.name
        if key not in self._records:
            branch = self._record("service.parts.transfer", place).branch_id
            self.env["stock.quant"]._update_available_quantity(
                self.part, branch.warehouse_id.lot_stock_id, 1
            )
            self.env.flush_all()
            self._records[key] = self.env[model].search(
                [("branch_id", "=", branch.id), ("product_id", "=", self.part.id)]
            )
        return self._records[key].with_env(self.env)

    def _record_content(self, place):
        key = "service.bag.content", place.name
        if key not in self._records:
            bag = self._record("service.bag", place)
            self.env["stock.quant"]._update_available_quantity(
                self.part, bag.location_id, 1
            )
            self.env.flush_all()
            self._records[key] = bag.content_ids
        return self._records[key].with_env(self.env)

    def _read(self, record):
        if record._name not in ("service.bag.content", "service.parts.stock"):
            return super()._read(record)
        found = record.search([("id", "=", record.id)])
        record.invalidate_recordset()
        record.read(["quantity"])
        self.assertEqual(found, record, "read one by one, but not found by search")

    def _get_reference(self, model, place):
        if model == "product.product":
            return self.part.id
        return super()._get_reference(model, place)

    def _create_cellar(self, place):
        number = len(self.env["stock.warehouse"].search([]))
        return self.env["stock.warehouse"].create(
            {
                "name": f"Cellar {number}",
                "code": f"C{number}",
                "company_id": place.branch.company_id.id,
                "service_branch_id": place.branch.id,
            }
        )

    def _values_service_parts_transfer(self, place):
        # from one warehouse of the branch to another
        return {
            "branch_id": place.branch.id,
            "dest_branch_id": place.branch.id,
            "dest_warehouse_id": self._create_cellar(place).id,
        }

    def _values_service_bag(self, place):
        """The engineer's own; a free one is that of somebody else of the branch."""
        owner = place.engineer or place.user
        if not owner.active:  # the superuser carries no parts
            owner = self._create_user(f"far_{self._number}", "engineer")
            company = place.branch.company_id.id
            owner.write({"company_id": company, "company_ids": [company]})
            self._number += 1
        place.branch.user_ids += owner
        return {"user_id": owner.id, "warehouse_id": self._create_cellar(place).id}

    def _values_service_parts_transfer_line(self, place):
        return {"product_id": self.part.id}

    def test_what_everybody_may_do_is_as_reviewed(self):
        self.check_file("access_matrix.csv", self.get_matrix())

    def test_rules_groups_and_menus_are_as_reviewed(self):
        self.check_file("access_doors.csv", self.get_doors())

    def test_costs_are_kept(self):
        self.assertFalse(self.get_open_secrets())
        self.assertFalse(self.get_readable(self.engineer))
