from psycopg2 import IntegrityError

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestSerial(TransactionCase):
    def test_spellings_of_a_serial_are_one(self):
        normalize = self.env["service.device"]._normalize_serial
        cases = {
            "sn-12 34/a": "SN1234A",
            " 35-693803-564380-9 ": "356938035643809",
            "ё_1": "Ё1",
            "---": False,
            "": False,
            None: False,
        }
        for typed, kept in cases.items():
            with self.subTest(typed):
                self.assertEqual(normalize(typed), kept)

    def test_mistyped_imei_is_pointed_out(self):
        warn = self.env["service.device"]._get_serial_warning
        self.assertFalse(warn("356938035643809"))
        self.assertIn("check digit", warn("356938035643808"))
        self.assertFalse(warn("35693803564380"), "14 digits are no IMEI")
        self.assertFalse(warn("C02XK0AAJG5J"))


@tagged("post_install", "-at_install")
class TestDevice(ServiceCommon):
    def test_one_serial_of_one_brand_is_one_device(self):
        device = self._create_order(serial="U-1").device_id
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            device.copy({"serial": "u1"})

    def test_brands_and_models_are_not_doubled(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["service.device.brand"].create({"name": "NOKLA"})

    def test_model_is_named_with_its_brand(self):
        self.assertEqual(self.model.display_name, "Nokla X7")
        short = self.model.with_context(service_short_name=True)
        self.assertEqual(short.display_name, "X7")
