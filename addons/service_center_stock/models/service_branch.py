from odoo import api, fields, models


class ServiceBranch(models.Model):
    """A branch has its warehouse, made with it, and may have more."""

    _inherit = "service.branch"

    warehouse_ids = fields.One2many(
        "stock.warehouse", "service_branch_id", "Warehouses"
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse",
        "Parts From",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('service_branch_id', '=', id)]",
        help="The warehouse that the branch's orders take their parts from.",
    )
    parts_steps = fields.Selection(
        [
            ("one_step", "Engineers take the parts themselves"),
            ("two_steps", "The storekeeper issues parts to the bench"),
        ],
        "Issue of Parts",
        default="one_step",
        required=True,
        help="One step: parts leave the stock when the repair is done. Two steps: they "
        "are issued to the bench first, and an order is done with issued parts only.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        branches = super().create(vals_list)
        branches._ensure_warehouse()
        return branches

    def _ensure_warehouse(self):
        """Every branch has a warehouse of its own."""
        # sudo: a head of the centre may add branches; their warehouses come with them
        branches = self.sudo()
        without = branches.filtered(lambda branch: not branch.warehouse_ids)
        for branch in without:
            branch.env["stock.warehouse"].create(branch._prepare_warehouse_values())
        for branch in branches.filtered(lambda branch: not branch.warehouse_id):
            branch.warehouse_id = branch.warehouse_ids[:1]

    def _prepare_warehouse_values(self):
        self.ensure_one()
        return {
            "name": self._get_free_warehouse_name(),
            "code": self._get_free_warehouse_code(),
            "company_id": self.company_id.id,
            "partner_id": (self.partner_id or self.company_id.partner_id).id,
            "service_branch_id": self.id,
        }

    def _get_free_warehouse_name(self):
        return self._get_free("name", self.name)

    def _get_free_warehouse_code(self):
        """Warehouses carry the branch's code, or a number where it is taken."""
        return self._get_free("code", self.code.upper(), size=5)

    def _get_free(self, field, wanted, size=None):
        """``wanted``, or with a number behind it where a warehouse has it already."""
        self.ensure_one()
        # sudo: also of branches this person does not see
        warehouses = self.env["stock.warehouse"].sudo().with_context(active_test=False)
        taken = set(
            warehouses.search([("company_id", "=", self.company_id.id)]).mapped(field)
        )
        free, number = wanted, 1
        while free in taken:
            number += 1
            tail = f"{number}" if size else f" {number}"
            free = wanted[: size and size - len(tail)] + tail
        return free
