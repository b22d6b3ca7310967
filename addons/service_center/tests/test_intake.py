from odoo.exceptions import UserError
from odoo.tests import Form, tagged, users

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestIntake(ServiceCommon):
    def _form(self):
        form = Form(self.env["service.order"])
        form.branch_id = self.branch.with_env(self.env)
        return form

    @users("desk")
    def test_phone_in_any_spelling_finds_the_customer(self):
        for spelling in ("+79123456789", "8 (912) 345-67-89", "8912345 67 89"):
            with self.subTest(spelling):
                form = self._form()
                form.partner_phone = spelling
                self.assertEqual(form.partner_id, self.customer)

    @users("desk")
    def test_the_phone_is_shown_as_people_write_it(self):
        form = self._form()
        form.partner_phone = "89120001122"
        self.assertEqual(form.partner_phone, "+7 912 000-11-22")

    @users("desk")
    def test_unknown_phone_makes_a_customer(self):
        form = self._form()
        form.partner_phone = "8 912 000-11-22"
        self.assertFalse(form.partner_id)
        self.assertIn("new customer", form.partner_hint)
        form.partner_name = "Пётр Новый"
        form.serial = "AB 12-34"
        form.device_type_id = self.phone_type
        order = form.save()
        self.assertRecordValues(
            order.partner_id, [{"name": "Пётр Новый", "phone": "+7 912 000-11-22"}]
        )
        self.assertEqual(order.device_id.partner_id, order.partner_id)

    @users("desk")
    def test_two_customers_with_one_phone_must_be_chosen_from(self):
        twin = self.customer.copy({"name": "Иван Крылов"})
        with self.assertRaisesRegex(UserError, "Several customers"):
            self._create_order(partner_id=False, partner_phone="+79123456789")
        order = self._create_order(
            partner_id=False, partner_phone="+79123456789", partner_name="Иван Крылов"
        )
        self.assertEqual(order.partner_id, twin)

    @users("desk")
    def test_nobody_named_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(UserError, "Whose device is it"):
            self._create_order(partner_id=False)
        with self.assertRaisesRegex(UserError, "Nobody is known by the phone number"):
            self._create_order(partner_id=False, partner_phone="+79990001122")

    @users("desk")
    def test_a_new_customer_without_a_phone_number_is_made_by_name(self):
        order = self._create_order(partner_id=False, partner_name="Ольга Без Телефона")
        self.assertEqual(order.partner_id.name, "Ольга Без Телефона")
        self.assertFalse(order.partner_id.phone)

    @users("desk")
    def test_wrong_phone_is_pointed_out(self):
        form = self._form()
        form.partner_phone = "12"
        self.assertIn("does not look like a phone number", form.partner_hint)

    @users("desk")
    def test_serial_in_any_spelling_finds_the_device_and_its_history(self):
        first = self._finish(self._create_order(serial="sn 4411/a"))
        first.with_user(self.desk).action_issue()
        form = self._form()
        form.serial = "SN-4411-A"
        self.assertEqual(form.device_id, first.device_id)
        self.assertEqual(form.device_model_id, self.model)
        self.assertEqual(form.partner_id, self.customer)
        self.assertIn(first.name, form.device_history)
        self.assertIn("Broken screen", form.device_history)
        second = form.save()
        self.assertEqual(second.device_id.order_count, 2)
        self.assertFalse(first.device_history)

    @users("desk")
    def test_a_device_brought_by_somebody_new_does_not_name_its_last_owner(self):
        self._create_order(serial="SOLD-1")
        form = self._form()
        form.partner_phone = "+7 999 111-22-33"
        form.partner_name = "Buyer"
        form.serial = "SOLD-1"
        self.assertFalse(form.partner_id)
        self.assertIn("last brought in by Анна Крылова", form.partner_hint)
        order = form.save()
        self.assertEqual(order.partner_id.name, "Buyer")
        self.assertEqual(order.device_id.partner_id, order.partner_id)

    @users("desk")
    def test_archived_device_that_comes_back_is_found(self):
        device = self._create_order(serial="ARC-1").device_id
        device.sudo().active = False
        order = self._create_order(serial="arc 1")
        self.assertEqual(order.device_id, device)

    @users("desk")
    def test_history_crosses_branches_and_hides_the_customer(self):
        far = self._create_order(
            user=self.stranger, branch_id=self.other_branch.id, serial="FAR1"
        )
        order = self._create_order(serial="FAR1")
        self.assertIn(far.sudo().name, order.device_history)
        self.assertNotIn("Крылова", order.device_history)

    @users("desk")
    def test_model_names_type_and_brand(self):
        form = self._form()
        form.partner_id = self.customer
        form.serial = "M-1"
        form.device_model_id = self.model
        self.assertEqual(form.device_type_id, self.phone_type)
        self.assertEqual(form.device_brand_id, self.brand)
        self.assertEqual(form.save().device_id.model_id, self.model)

    @users("desk")
    def test_empty_type_beside_a_model_does_no_harm(self):
        order = self._create_order(serial="M-2", device_type_id=False)
        self.assertEqual(order.device_type_id, self.phone_type)

    @users("desk")
    def test_new_device_needs_a_type(self):
        with self.assertRaisesRegex(UserError, "choose its type or model"):
            self._create_order(serial="NEW-1", device_model_id=False)

    @users("desk")
    def test_a_typing_error_in_the_serial_corrects_the_device(self):
        order = self._create_order(serial="SN-77O")
        device = order.device_id
        order.serial = "SN-770"
        self.assertEqual(order.device_id, device)
        self.assertEqual(device.serial, "SN-770")

    @users("desk")
    def test_correcting_never_renames_a_device_with_a_past(self):
        past = self._create_order(serial="OLD-1")
        order = self._create_order(serial="OLD-1")
        order.serial = "OTHER-1"
        self.assertEqual(past.device_id.serial, "OLD-1")
        self.assertNotEqual(order.device_id, past.device_id)
        order.serial = "old 1"
        self.assertEqual(order.device_id, past.device_id)

    @users("desk")
    def test_device_without_serial_gets_it_later(self):
        order = self._create_order(serial=False)
        device = order.device_id
        again = self._create_order(serial="LATE-1", device_id=device.id)
        self.assertEqual(again.device_id, device)
        self.assertEqual(device.serial, "LATE-1")

    @users("desk")
    def test_import_takes_the_same_road(self):
        result = self.env["service.order"].load(
            ["partner_phone", "partner_name", "serial", "device_type_id", "fault"],
            [
                ["+7 912 777-00-01", "Мария", "IMP1", "Phone", "No sound"],
                ["8 912 777 00 01", "Мария", "IMP2", "Phone", "No charge"],
                ["+79123456789", "", "IMP1", "Phone", "Again"],
            ],
        )
        self.assertFalse(result["messages"])
        orders = self.env["service.order"].browse(result["ids"])
        self.assertEqual(len(orders.partner_id), 2)
        self.assertEqual(orders[0].device_id, orders[2].device_id)
        self.assertEqual(len(set(orders.mapped("name"))), 3)

    @users("desk")
    def test_numbers_are_per_branch_and_codes_are_digits(self):
        first, second = self._create_order(serial="A1"), self._create_order(serial="A2")
        self.assertRegex(first.name, r"^ST-\d{5}$")
        self.assertEqual(int(second.name[3:]), int(first.name[3:]) + 1)
        self.assertRegex(first.code, r"^\d{8}$")
        self.assertEqual(int(second.code), int(first.code) + 1)

    @users("desk")
    def test_order_is_found_by_everything(self):
        order = self._create_order(serial="356938035643809")
        for text in (
            order.name,
            order.code,
            "крылова",
            "8 912 345 67 89",
            "345-67-89",
            "35 693803 564380 9",
            "356938035643809",
        ):
            with self.subTest(text):
                found = self.env["service.order"].search(
                    [("display_name", "ilike", text)]
                )
                self.assertEqual(found, order)
