from odoo.fields import Command

from .common import PartsCommon


class ReturnsCommon(PartsCommon):
    """A vendor, a part with serial numbers, and the place of what goes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.returns = cls.branch.warehouse_id.service_returns_id
        cls.vendor = cls.env["res.partner"].create({"name": "Parts & Co"})
        cls.board = cls.env["product.product"].create(
            {
                "name": "Board X7",
                "is_storable": True,
                "tracking": "serial",
                "standard_price": 5000,
                "seller_ids": [
                    Command.create({"partner_id": cls.vendor.id, "price": 4800})
                ],
            }
        )
        cause = "service_center_stock.service_part_cause_"
        cls.dead = cls.env.ref(cause + "arrival")
        cls.damaged = cls.env.ref(cause + "damaged")

    @classmethod
    def _put_serials(cls, *names, product=None):
        lots = cls.env["stock.lot"].create(
            [{"name": n, "product_id": (product or cls.board).id} for n in names]
        )
        for lot in lots:
            cls._put_in_stock(1, product=product or cls.board, lot_id=lot)
        return lots

    @classmethod
    def _remove_part(cls, order, user=None, **vals):
        return (
            cls.env["service.removed.part"]
            .with_user(user or cls.engineer)
            .create({"order_id": order.id, "name": "Old screen", **vals})
        )

    @classmethod
    def _create_claim(cls, user=None, **vals):
        return (
            cls.env["service.parts.claim"]
            .with_user(user or cls.storekeeper)
            .create({"branch_id": cls.branch.id, "partner_id": cls.vendor.id, **vals})
        )

    @classmethod
    def _claim_part(cls, claim, product=None, **vals):
        return (
            cls.env["service.parts.claim.line"]
            .with_user(claim.env.user)
            .create(
                {
                    "claim_id": claim.id,
                    "product_id": (product or cls.part).id,
                    "cause_id": cls.dead.id,
                    **vals,
                }
            )
        )
