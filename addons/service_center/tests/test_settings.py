import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import ServiceCommon

ROOT_MENU = "service_center.service_center_menu_root"


class SettingsCommon(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.menu = cls.env.ref(ROOT_MENU)
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.admin = new_test_user(cls.env, "setter", groups="base.group_system")
        cls.admin.lang = "en_US"

    def _set(self, user=None, lang="en_US", **vals):
        """Save the settings page with these values, as a person in a language."""
        settings = self.env["res.config.settings"].with_user(user or self.admin)
        settings.with_context(lang=lang).create(vals).execute()
        self.menu.invalidate_recordset()

    def _get_name(self, lang):
        return self.menu.with_context(lang=lang).name


@tagged("post_install", "-at_install")
class TestSettings(SettingsCommon):
    """The settings page: what a centre settles once."""

    def test_the_application_gets_a_name_of_its_own(self):
        self._set(service_app_name="  Phone Clinic ")
        self.assertEqual(self._get_name("en_US"), "Phone Clinic")
        shown = self.env["res.config.settings"].with_user(self.admin).get_values()
        self.assertEqual(shown["service_app_name"], "Phone Clinic")

    def test_an_empty_name_gives_the_delivered_one_back(self):
        self._set(service_app_name="Phone Clinic")
        self._set(service_app_name="   ")
        self.assertEqual(self._get_name("en_US"), "Service Center")
        shown = self.env["res.config.settings"].with_user(self.admin).get_values()
        self.assertFalse(shown.get("service_app_name"))

    def test_each_language_has_its_name(self):
        before = self._get_name("pl_PL")
        self._set(lang="pl_PL", service_app_name="Klinika Telefonów")
        self.assertEqual(self._get_name("pl_PL"), "Klinika Telefonów")
        self.assertEqual(self._get_name("en_US"), "Service Center")
        self._set(lang="pl_PL", service_app_name="")
        self.assertIn(self._get_name("pl_PL"), (before, "Centrum serwisowe"))

    def test_an_upgrade_keeps_the_name(self):
        self._set(service_app_name="Phone Clinic")
        self.env.flush_all()
        delivered = {
            "xml_id": ROOT_MENU,
            "values": {"name": "Service Center"},
            "noupdate": False,
        }
        menus = self.env["ir.ui.menu"].with_context(install_module="service_center")
        menus._load_records([delivered], update=True)
        self.assertEqual(self._get_name("en_US"), "Phone Clinic")

    def test_saving_another_setting_leaves_the_menu_alone(self):
        self._set(service_post_invoices=False)
        self.assertFalse(self.env.company.service_post_invoices)
        with patch.object(type(self.menu), "write") as write:
            self._set(service_post_invoices=True)
        write.assert_not_called()

    def test_only_administrators_change_settings(self):
        for user in (self.head, self.desk, self.engineer):
            with self.assertRaises(AccessError):
                self._set(user, service_app_name="Mine")
            with self.assertRaises(AccessError):
                self.menu.with_user(user).name = "Mine"
        self.assertEqual(self._get_name("en_US"), "Service Center")


@tagged("post_install", "-at_install")
class TestSettingsOverJson(SettingsCommon, HttpCase):
    """The same through the door that programs use."""

    def _call(self, user, model, method, **arguments):
        """A call with a key of the user: status and answer."""
        user = user.with_user(user)
        key = user.env["res.users.apikeys"].sudo()._generate("rpc", "test", None)
        return self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(arguments),
            headers={
                "Authorization": f"Bearer {key}",
                "Content-Type": "application/json",
            },
        )

    def test_an_administrator_renames_it_nobody_else(self):
        vals = [{"service_app_name": "Over JSON"}]
        for user in (self.head, self.desk, self.engineer):
            answer = self._call(user, "res.config.settings", "create", vals_list=vals)
            self.assertEqual(answer.status_code, 403, user.login)
            answer = self._call(
                user, "ir.ui.menu", "write", ids=self.menu.ids, vals={"name": "Mine"}
            )
            self.assertEqual(answer.status_code, 403, user.login)
        answer = self._call(self.admin, "res.config.settings", "create", vals_list=vals)
        self.assertEqual(answer.status_code, 200, answer.text)
        answer = self._call(
            self.admin, "res.config.settings", "execute", ids=answer.json()
        )
        self.assertEqual(answer.status_code, 200, answer.text)
        self.menu.invalidate_recordset()
        self.assertEqual(self._get_name("en_US"), "Over JSON")
