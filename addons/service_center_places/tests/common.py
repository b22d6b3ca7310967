from odoo.addons.service_center.tests.common import ServiceCommon


class PlaceCommon(ServiceCommon):
    """Both branches keep places; the first one has two shelves and a bench."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.branch + cls.other_branch).use_places = True
        cls.desk_place = cls.branch._get_place("desk").sudo(False)
        cls.courier = cls.branch._get_place("courier").sudo(False)
        cls.customer_place = cls.branch._get_place("customer").sudo(False)
        cls.shelf, cls.shelf_b, cls.bench, cls.foreign_shelf = cls.env[
            "service.place"
        ].create(
            [
                {"name": "Shelf A", "branch_id": cls.branch.id},
                {"name": "Shelf B", "branch_id": cls.branch.id},
                {"name": "Bench", "kind": "bench", "branch_id": cls.branch.id},
                {"name": "Their shelf", "branch_id": cls.other_branch.id},
            ]
        )
        cls.places = cls.env["service.place"]

    def _scan(self, code, user=None, **kwargs):
        return self.places.with_user(user or self.desk).scan(code, **kwargs)

    def _put(self, orders, place, user=None):
        """Scan devices to a place, as somebody does."""
        for order in orders:
            self._scan(order.code, user, place_id=place.id)
        self.env.invalidate_all()

    def _moves(self, order):
        """(from, to, who, why) of each move, the first one first."""
        return [
            (move.from_place_id, move.place_id, move.user_id, move.reason)
            for move in order.sudo().place_move_ids.sorted("id")
        ]
