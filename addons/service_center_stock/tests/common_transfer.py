from odoo.fields import Command

from .common import PartsCommon

STOREKEEPER = "service_center_stock.service_center_stock_group_storekeeper"


class TransferCommon(PartsCommon):
    """Two branches with a storekeeper each, and parts on the way between them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_stock = cls.other_branch.warehouse_id.lot_stock_id
        cls.other_keeper = cls._create_user("other_store", "engineer", cls.other_branch)
        cls.other_keeper.group_ids = cls.env.ref(STOREKEEPER)
        cls.transit = cls.env.company.internal_transit_location_id

    @classmethod
    def _create_transfer(cls, quantity=5, user=None, **vals):
        return (
            cls.env["service.parts.transfer"]
            .with_user(user or cls.storekeeper)
            .create(
                {
                    "branch_id": cls.branch.id,
                    "dest_branch_id": cls.other_branch.id,
                    "line_ids": [
                        Command.create(
                            {"product_id": cls.part.id, "quantity": quantity}
                        )
                    ],
                    **vals,
                }
            )
        )

    def _send(self, quantity=5, **vals):
        """A transfer on its way, as the receiver sees it."""
        transfer = self._create_transfer(quantity, **vals)
        transfer.action_send()
        return transfer.with_user(self.other_keeper)

    def _count(self, transfer, quantity, reason=None):
        transfer.line_ids.write({"quantity_counted": quantity, "reason": reason})
        return transfer
