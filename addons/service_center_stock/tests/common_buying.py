from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command

from .common import PartsCommon


class BuyingCommon(PartsCommon):
    """A vendor, a buyer, and an order that waits for a part."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor, cls.other_vendor = cls.env["res.partner"].create(
            [{"name": "Parts Ltd"}, {"name": "Glass & Co"}]
        )
        cls.part.seller_ids = [
            Command.create({"partner_id": cls.vendor.id, "price": 1900, "delay": 3})
        ]
        cls.buyer = cls._create_user("buyer", "engineer", cls.branch)
        cls.buyer.group_ids = cls.env.ref(
            "service_center_stock.service_center_stock_group_storekeeper"
        ) + cls.env.ref("purchase.group_purchase_user")
        cls.stage_waiting_parts.parts_come_here = True

    def _create_working(self, serial="SN-W", **vals):
        """An order that its engineer took to work."""
        order = self._create_order(serial=serial, **vals).with_user(self.engineer)
        order.action_start()
        return order

    def _create_waiting(self, quantity=1, serial="SN-W", product=None, **vals):
        """An order in work whose part was found missing."""
        order = self._create_working(serial, **vals)
        self._add_part(order, quantity, product)
        return order

    def _get_awaited(self, orders):
        return orders.sudo().move_ids.filtered("service_supply").with_user(self.buyer)

    def _buy(self, orders):
        """The draft purchases made for these orders."""
        action = self._get_awaited(orders).action_buy_parts()
        domain = action.get("domain") or [("id", "=", action["res_id"])]
        return self.env["purchase.order"].with_user(self.buyer).search(domain)

    def _receive(self, purchase, quantity=None, user=None):
        """Receive a purchase, or so much of each line and the rest later."""
        receipt = purchase.sudo().picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )
        receipt = receipt.with_user(user or self.storekeeper)
        if quantity is not None:
            receipt.move_ids.quantity = quantity
        receipt.move_ids.picked = True
        receipt._action_done()
        return receipt

    def _get_activities(self, record, kind):
        return record.sudo().activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref(f"service_center_stock.mail_activity_type_{kind}")
            )
        )

    def _in_days(self, days):
        return fields.Datetime.now() + timedelta(days=days)

    @contextmanager
    def mock_notified(self):
        """Whom messages go to, and what they say."""
        told = Told()
        thread = type(self.env["mail.thread"])
        notify = thread._notify_thread

        def listen(records, message, *args, **kwargs):
            told.partners |= set(message.partner_ids)
            told.bodies += str(message.body)
            return notify(records, message, *args, **kwargs)

        with patch.object(thread, "_notify_thread", listen):
            yield told


class Told:
    """What :meth:`BuyingCommon.mock_notified` heard."""

    def __init__(self):
        self.partners, self.bodies = set(), ""
