from lxml import etree

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PlaceCommon

DOORS = {"action_issue_scan", "action_scan_place", "action_view_place_moves"}


@tagged("post_install", "-at_install")
class TestPlaceScreen(PlaceCommon):
    """Who moves no devices is offered nothing that would only refuse him."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()
        # as the roles of other addons: reads orders, and is no more here
        cls.reader = new_test_user(cls.env, login="reader")
        readers = cls.env["res.groups"].create({"name": "Readers"})
        readers.user_ids = [Command.set(cls.reader.ids)]
        cls.env["ir.model.access"].create(
            {
                "name": "readers",
                "model_id": cls.env["ir.model"]._get_id("service.order"),
                "group_id": readers.id,
                "perm_read": True,
            }
        )

    def _doors(self, user):
        arch = self.order.with_user(user).get_view(view_type="form")["arch"]
        return DOORS.intersection(etree.fromstring(arch).xpath("//button/@name"))

    def _sees_menu(self, user):
        menu = self.env.ref("service_center_places.service_place_menu_root")
        return menu.id in self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()

    def test_the_desk_and_the_engineer_have_their_doors(self):
        self.assertEqual(self._doors(self.desk), DOORS)
        self.assertEqual(self._doors(self.engineer), DOORS - {"action_issue_scan"})
        self.assertTrue(self._sees_menu(self.desk))
        self.assertTrue(self._sees_menu(self.engineer))

    def test_others_have_none(self):
        self.assertFalse(self._doors(self.reader))
        self.assertFalse(self._sees_menu(self.reader))
