from odoo import api, models
from odoo.exceptions import UserError

SHOWN = 200  # devices on the screen of one place


class ServicePlace(models.Model):
    """Moving by scan: a place and then devices, or a device and then a place."""

    _inherit = "service.place"

    @api.model
    def get_screen(self, place_id=False, order_id=False):
        """What the screen for moving devices shows.

        :param place_id: the place that was scanned, if any
        :param order_id: the order whose device is to be moved, if any
        """
        self.check_access("read")
        place = self.browse(place_id).exists()
        order = self._get_held(order_id)
        return {
            "places": [each._describe() for each in self._get_my_places()],
            "place": bool(place) and place._describe_full(),
            "order": bool(order) and order._describe_device(),
        }

    @api.model
    def _get_my_places(self):
        """Places to choose from: those of the branches where one works."""
        return self.search(
            [
                ("kind", "!=", "customer"),
                ("branch_id.use_places", "=", True),
                ("branch_id", "in", self.env["service.home"]._get_home_branches().ids),
            ]
        )

    def _describe_full(self):
        """The place with what lies there, the latest first."""
        self.check_access("read")
        # sudo: who sees a place sees number and model of what lies there
        orders = self.env["service.order"].sudo()
        lying = orders.search(
            self._get_lying_domain(), order="place_date desc, id desc", limit=SHOWN
        )
        return {
            **self._describe(),
            "devices": [order._describe_device() for order in lying],
        }

    def _get_printed_devices(self):
        """All that lies here, for the printed list."""
        self.check_access("read")
        # sudo: who sees a place sees number and model of what lies there
        orders = self.env["service.order"].sudo()
        lying = orders.search(self._get_lying_domain(), order="name, id")
        return [order._describe_device() for order in lying]

    @api.model
    def scan(self, code, place_id=False, order_id=False):
        """What a scan on that screen does.

        A place's code chooses the place, or puts the held device there; a device's code
        puts it in the chosen place, or takes it up.

        :return: dictionary with the ``type`` of what happened (``place``, ``held``,
            ``moved``, ``here``, ``issued``, ``unknown``), a ``message``, and what the
            screen shows of ``place`` and ``order``
        """
        self.check_access("read")
        place = self._find_place(code)
        if place:
            order = self._get_held(order_id)
            return place._put(order) if order else place._answer("place")
        order = self._find_device(code)
        if not order:
            return self._answer_unknown(code)
        place = self.browse(place_id).exists()
        if place:
            return place._put(order)
        if order.state == "issued":
            return place._answer_issued(order)
        return {
            "type": "held",
            "message": self.env._("Now scan the place."),
            "order": order._describe_device(),
        }

    @api.model
    def _get_held(self, order_id):
        """The order that a screen holds, sudo: only one that could be scanned, too."""
        orders = self.env["service.order"]
        order = orders.browse(order_id).exists() if order_id else orders
        if not order:
            return orders.sudo()
        # sudo: found again by its code, as if it were scanned
        return self._find_devices(order.sudo().code) & order.sudo()

    def _put(self, order):
        """Put a device, sudo, in this place, and say so."""
        self._check_may_put()
        if order.state == "issued":
            return self._answer_issued(order)
        if order.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "Order %(order)s is another company's: it cannot lie in %(place)s.",
                    order=order.name,
                    place=self.display_name,
                )
            )
        values = {"order": order.name, "place": self.display_name}
        if order._move_to_place(self, "scan"):
            answer, message = "moved", self.env._("%(order)s → %(place)s", **values)
        else:
            answer = "here"
            message = self.env._("%(order)s is already here: %(place)s", **values)
        return {
            **self._answer(answer),
            "message": message,
            "order": order._describe_device(),
        }

    def _answer(self, answer):
        return {
            "type": answer,
            "message": self.display_name,
            "place": self._describe_full(),
        }

    def _answer_issued(self, order):
        return {
            "type": "issued",
            "message": self.env._(
                "%(order)s was issued: it should be with the customer. A head can "
                "reopen it.",
                order=order.name,
            ),
            "order": order._describe_device(),
        }

    @api.model
    def _answer_unknown(self, code):
        return {
            "type": "unknown",
            "message": self.env._(
                "Nothing is known here by the code %(code)s.",
                code=str(code or "")[:50],
            ),
        }
