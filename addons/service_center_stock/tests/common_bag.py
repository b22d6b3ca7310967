from odoo.fields import Command

from .common import PartsCommon


class BagCommon(PartsCommon):
    """An engineer with a bag, a colleague without one, ten screens in the stock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bag = cls.env["service.bag"].create(
            {"user_id": cls.engineer.id, "warehouse_id": cls.branch.warehouse_id.id}
        )
        cls.in_bag = cls.bag.location_id
        cls._put_in_stock(10)

    @classmethod
    def _write_handover(cls, quantity=3, kind="give", user=None, **vals):
        return (
            cls.env["service.parts.transfer"]
            .with_user(user or (cls.storekeeper if kind == "give" else cls.engineer))
            .create(
                {
                    "kind": kind,
                    "branch_id": cls.branch.id,
                    "engineer_id": cls.engineer.id,
                    "line_ids": [
                        Command.create(
                            {"product_id": cls.part.id, "quantity": quantity}
                        )
                    ],
                    **vals,
                }
            )
        )

    def _hand_over(self, quantity=3, **vals):
        """On its way to the engineer, as he sees it."""
        handover = self._write_handover(quantity, **vals)
        handover.action_send()
        return handover.with_user(handover.sudo().engineer_id)

    def _fill(self, quantity=3, **vals):
        """So many are in the bag, accepted."""
        self._hand_over(quantity, **vals).action_accept()

    def _give_back(self, quantity=1):
        """On its way back, as the storekeeper sees it."""
        back = self._write_handover(quantity, kind="back")
        back.action_send()
        return back.with_user(self.storekeeper)

    def _get_in_bag(self):
        return self._get_on_hand(location=self.in_bag)
