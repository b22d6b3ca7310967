from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged, users
from odoo.tools import mute_logger

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestNotice(ServiceCommon):
    @classmethod
    def _create_notice(cls, text, **vals):
        return cls.env["service.model.notice"].create({"text": text, **vals})

    @users("desk")
    def test_a_notice_is_shown_as_soon_as_the_model_is_chosen(self):
        self._create_notice("Test the audio chip", device_model_id=self.model.id)
        form = Form(self.env["service.order"])
        form.branch_id = self.branch.with_env(self.env)
        self.assertFalse(form.device_notice)
        form.device_model_id = self.model
        self.assertEqual(form.device_notice, "Test the audio chip")

    def test_type_brand_and_model_must_all_fit(self):
        other = self.model.copy({"name": "X8"})
        laptop = self.env.ref("service_center.service_device_type_laptop")
        self._create_notice("Of the brand", device_brand_id=self.brand.id)
        self._create_notice("Of the type", device_type_id=self.phone_type.id)
        self._create_notice("Of another model", device_model_id=other.id)
        self._create_notice(
            "Laptops of the brand",
            device_brand_id=self.brand.id,
            device_type_id=laptop.id,
        )
        order = self._create_order()
        self.assertEqual(order.device_notice, "Of the brand\nOf the type")
        unknown = self._create_order(
            serial="U", device_model_id=False, device_type_id=self.phone_type.id
        )
        self.assertEqual(unknown.device_notice, "Of the type")

    def test_each_is_shown_in_its_place(self):
        for place in ("intake", "bench", "both"):
            self._create_notice(place, device_model_id=self.model.id, show_at=place)
        order = self._create_order().with_user(self.engineer)
        self.assertEqual(order.device_notice, "intake\nboth")
        order.action_start()
        self.assertEqual(order.device_notice, "bench\nboth")
        order.diagnosis = "x"
        order.stage_id = self.stage_waiting_parts
        self.assertEqual(order.device_notice, "bench\nboth")
        order.action_start()
        order.action_done()
        self.assertFalse(order.device_notice)

    def test_only_within_its_dates_and_while_active(self):
        order = self._create_order()
        notice = self._create_notice(
            "In May",
            device_model_id=self.model.id,
            date_from="2026-05-01",
            date_to="2026-05-31",
        )
        for day, shown in (
            ("2026-04-30", False),
            ("2026-05-01", True),
            ("2026-05-31", True),
            ("2026-06-01", False),
        ):
            with self.subTest(day), freeze_time(f"{day} 12:00:00"):
                order.invalidate_recordset(["device_notice"])
                self.assertEqual(bool(order.device_notice), shown)
        notice.write({"date_from": False, "date_to": False, "active": False})
        order.invalidate_recordset(["device_notice"])
        self.assertFalse(order.device_notice)

    def test_a_notice_speaks_the_users_language(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        notice = self._create_notice("Test it", device_model_id=self.model.id)
        notice.with_context(lang="ru_RU").text = "Проверьте"
        order = self._create_order()
        self.assertEqual(order.with_context(lang="ru_RU").device_notice, "Проверьте")

    def test_another_companys_notice_is_not_shown(self):
        company = self.env["res.company"].create({"name": "Another centre"})
        notice = self._create_notice(
            "Theirs", device_model_id=self.model.id, company_id=company.id
        )
        self.assertFalse(self._create_order().device_notice)
        self.assertFalse(notice.with_user(self.desk).search([("id", "=", notice.id)]))

    def test_managers_write_them_and_engineers_read_them(self):
        notice = self._create_notice("A", device_model_id=self.model.id)
        notice.with_user(self.desk).text = "B"
        self.assertEqual(notice.with_user(self.engineer).text, "B")
        with self.assertRaises(AccessError):
            notice.with_user(self.engineer).text = "C"
        with self.assertRaises(AccessError):
            notice.with_user(self.outsider).read(["text"])

    def test_bad_notices_are_refused(self):
        backwards = {"date_from": "2026-05-02", "date_to": "2026-05-01"}
        for vals in ({}, {"device_model_id": self.model.id, **backwards}):
            with (
                self.subTest(vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_notice("Bad", **vals)

    def test_notices_are_found_without_a_query(self):
        self._create_notice("A", device_model_id=self.model.id)
        orders = self.env["service.order"]
        for number in range(12):
            orders |= self._create_order(serial=f"N{number}")
        self.env.flush_all()
        orders.mapped(lambda o: (o.state, o.device_model_id, o.company_id))
        orders.mapped("device_notice")
        orders.invalidate_recordset(["device_notice"], flush=False)
        with self.assertQueryCount(0):
            orders.mapped("device_notice")
