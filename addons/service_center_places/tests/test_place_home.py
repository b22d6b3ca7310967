from odoo.fields import Domain
from odoo.tests import tagged

from .common import PlaceCommon


@tagged("post_install", "-at_install")
class TestPlaceHome(PlaceCommon):
    """The first screen tells what is lost, away, and not audited today."""

    def _tile(self, user):
        tiles = self.env["service.home"].with_user(user).get_home()["tiles"]
        return next((tile for tile in tiles if tile["key"] == "places"), None)

    def _figures(self, user):
        return {each["key"]: each["value"] for each in self._tile(user)["figures"]}

    def test_lost_away_and_not_audited(self):
        orders = self._create_order(serial="1") + self._create_order(serial="2")
        self._put(orders[0], self.courier)
        self._put(orders[1], self.shelf)
        self.assertEqual(
            self._figures(self.desk), {"lost": 0, "away": 1, "unaudited": 4}
        )
        self.shelf.with_user(self.desk)._start_audit().action_close()
        self.assertEqual(
            self._figures(self.desk), {"lost": 1, "away": 1, "unaudited": 3}
        )
        self._put(orders[1], self.foreign_shelf, self.head)
        self.assertEqual(self._figures(self.desk)["away"], 2, "in another branch")
        self.bench.is_audited = False
        self.assertEqual(self._figures(self.desk)["unaudited"], 2)
        self.assertEqual(self._figures(self.stranger)["lost"], 0)

    def test_every_number_opens_its_list(self):
        order = self._create_order()
        self._put(order, self.courier)
        for figure in self._tile(self.desk)["figures"]:
            with self.subTest(figure["key"]):
                action = figure["action"]
                model = self.env[action["res_model"]].with_user(self.desk)
                self.assertEqual(
                    model.search_count(Domain(action["domain"])), figure["value"]
                )

    def test_who_has_no_use_for_it_sees_no_tile(self):
        self.assertFalse(self._tile(self.engineer))
        (self.branch + self.other_branch).use_places = False
        self.assertFalse(self._tile(self.desk))
