from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_intake import IntakeCommon


@tagged("post_install", "-at_install")
class TestIntakeGate(IntakeCommon):
    """What a type of device asks for comes before the receipt and before the work."""

    @classmethod
    def _create_order(cls, user=None, **vals):
        return super()._create_order(user, **{"engineer_id": cls.engineer.id, **vals})

    def _print(self, order, report="intake"):
        return (
            self.env["ir.actions.report"]
            .with_user(self.desk)
            ._render_qweb_html(f"service_center.report_{report}", order.ids)
        )

    def _checklist(self):
        return self.env["service.checklist"].create(
            {
                "name": "Intake",
                "stage_ids": [Command.set(self.stage_in_progress.ids)],
                "item_ids": [Command.create({"name": "Switches on"})],
            }
        )

    def test_a_new_centre_asks_for_nothing(self):
        order = self._create_order()
        self.assertFalse(order.consent_ids)
        self.assertFalse(order._get_stage_blockers(self.stage_in_progress)[order])
        self._print(order)
        order.with_user(self.engineer).action_start()
        self.assertEqual(order.state, "in_progress")

    def test_everything_that_is_missing_is_said_at_once(self):
        self._require(photo_count=2, accessories=True, appearance=True, signature=True)
        self.consent.active = True
        self._checklist()
        order = self._create_order()
        asked = ("appearance", "Completeness", "0 of 2", "Loss of data", "Switches on")
        for act in (
            lambda: self._print(order),
            lambda: self._print(order, "intake_roll"),
            lambda: order.with_user(self.desk).action_sign_receipt(),
            lambda: self._sign(order),
            lambda: order.with_user(self.engineer).action_start(),
        ):
            with self.assertRaises(UserError) as caught:
                act()
            for text in asked:
                self.assertIn(text, str(caught.exception))
        self.assertIn("sign the receipt", str(caught.exception))
        self.assertEqual(order.state, "new")
        hint = order.with_user(self.desk).next_step_hint
        for text in (*asked, "sign the receipt"):
            self.assertIn(text, hint)

    def test_each_reason_goes_by_itself(self):
        order = self._create_order().with_user(self.desk)

        def open_gate():
            return not order._get_stage_blockers(self.stage_in_progress)[order]

        self._require(appearance=True)
        self.assertFalse(open_gate())
        order.appearance = "  "
        self.assertFalse(open_gate(), "blank is no description")
        order.appearance = "No scratches"
        self.assertTrue(open_gate())

        self._require(accessories=True)
        self.assertFalse(open_gate())
        order.no_accessories = True
        self.assertTrue(open_gate())
        order.write({"no_accessories": False})
        order.accessory_ids = self.charger
        self.assertTrue(open_gate())

        self._require(photo_count=2)
        self._photo(order)
        self.assertFalse(open_gate())
        self._photo(order)
        self.assertTrue(open_gate())

        self.consent.active = True
        self.assertFalse(open_gate(), "also where the row is not there yet")
        order.action_sync_consents()
        order.consent_ids.action_decline()
        self.assertFalse(open_gate(), "declined")
        order.consent_ids.action_agree()
        self.assertTrue(open_gate())

        self._require(signature=True)
        self.assertFalse(open_gate())
        self._sign(order)
        self.assertTrue(open_gate())
        order.fault = "Does not charge"
        self.assertFalse(open_gate(), "that is not what was signed")
        self._sign(order)
        self.assertTrue(open_gate())

    def test_other_types_ask_for_other_things(self):
        self._require(photo_count=1)
        laptop = self.env.ref("service_center.service_device_type_laptop")
        model = self.model.copy({"name": "L1", "type_id": laptop.id})
        order = self._create_order(device_model_id=model.id)
        phone = self._create_order(serial="SN-2")
        found = (order + phone)._get_stage_blockers(self.stage_in_progress)
        self.assertFalse(found[order])
        self.assertEqual(len(found[phone]), 1)

    def test_an_optional_consent_holds_nobody_up(self):
        self.consent.write({"active": True, "required": False})
        order = self._create_order()
        self.assertEqual(order.consent_ids.answer, "open")
        order.with_user(self.engineer).action_start()
        self.assertEqual(order.state, "in_progress")

    def test_a_customer_who_walks_away_can_be_refused(self):
        self._require(photo_count=2, signature=True)
        order = self._create_order().with_user(self.desk)
        order.refusal_reason = "Walked away"
        order.action_refuse()
        self.assertEqual(order.state, "refused")

    def test_rules_made_later_do_not_hold_up_the_work(self):
        order = self._create_order()
        order.with_user(self.engineer).action_start()
        self._require(photo_count=2, appearance=True, signature=True)
        self.consent.active = True
        self._print(order)
        order.with_user(self.engineer).diagnosis = "Broken screen"
        order.with_user(self.engineer).action_done()
        self.assertEqual(order.state, "done")

    def test_nothing_and_something_handed_in_do_not_go_together(self):
        order = self._create_order().with_user(self.desk)
        order.accessory_ids = self.charger
        with self.assertRaisesRegex(ValidationError, "Empty one of the two"):
            order.no_accessories = True
        order.accessory_ids = False
        order.no_accessories = True
        order.accessory_ids = self.charger
        self.assertFalse(order.no_accessories)
        with self.assertRaisesRegex(AccessError, "at intake"):
            order.with_user(self.engineer).no_accessories = True

    def test_the_gate_does_not_cost_per_order(self):
        self._require(photo_count=2, accessories=True, appearance=True, signature=True)
        self.consent.active = True
        few = self._create_order(serial="F0") + self._create_order(serial="F1")
        many = self.env["service.order"].union(
            *(self._create_order(serial=f"M{number}") for number in range(12))
        )

        def cost(orders):
            return self._count_queries(
                lambda: orders.with_user(self.desk)._get_stage_blockers(
                    self.stage_in_progress
                )
            )

        cost(few)
        self.assertLessEqual(cost(many), cost(few))
