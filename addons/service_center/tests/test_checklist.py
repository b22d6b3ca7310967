from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged, users

from .common import ServiceCommon


class ChecklistCommon(ServiceCommon):
    """A list for intake, and a quality check by a second person before hand-over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["service.checklist"].search([]).active = False
        cls.laptop_type = cls.env.ref("service_center.service_device_type_laptop")
        cls.intake = cls._create_checklist(
            "Intake", cls.stage_in_progress, ["Switches on", "Charges", "Sound"]
        )
        cls.intake.item_ids[2].required = False
        cls.quality = cls._create_checklist(
            "Quality", cls.stage_issued, ["Screen", "Camera"], second_person=True
        )

    @classmethod
    def _create_checklist(cls, name, stage, items, **vals):
        return cls.env["service.checklist"].create(
            {
                "name": name,
                "stage_ids": [Command.set(stage.ids)],
                "device_type_ids": [Command.set(cls.phone_type.ids)],
                "item_ids": [
                    Command.create({"name": item, "sequence": number})
                    for number, item in enumerate(items)
                ],
                **vals,
            }
        )

    def _checks(self, order, checklist, user=None):
        checks = order.check_ids.filtered(lambda c: c.checklist_id == checklist)
        return checks.with_user(user) if user else checks

    def _finish_checked(self, order):
        """Take in with all checks, repair to the end."""
        self._checks(order, self.intake, self.desk).action_pass()
        return self._finish(order)


@tagged("post_install", "-at_install")
class TestChecklist(ChecklistCommon):
    @users("desk")
    def test_an_order_gets_its_own_copy_of_the_items(self):
        order = self._create_order()
        self.assertEqual(
            order.check_ids.mapped(lambda c: (c.name, c.required, c.result)),
            [
                ("Switches on", True, "open"),
                ("Charges", True, "open"),
                ("Sound", False, "open"),
                ("Screen", True, "open"),
                ("Camera", True, "open"),
            ],
        )
        self.assertEqual(order.check_progress, "0 of 5")

    @users("desk")
    def test_another_type_another_company_and_an_archived_list_are_left_out(self):
        foreign = self.env["res.company"].sudo().create({"name": "Foreign"})
        self._create_checklist("Foreign", self.stage_done, ["X"], company_id=foreign.id)
        self._create_checklist("Archived", self.stage_done, ["Y"], active=False)
        everything = self._create_checklist(
            "All types", self.stage_done, ["Z"], device_type_ids=[Command.clear()]
        )
        order = self._create_order(
            serial="L1", device_model_id=False, device_type_id=self.laptop_type.id
        )
        self.assertEqual(order.check_ids.checklist_id, everything)

    @users("desk")
    def test_import_brings_the_checks_along(self):
        result = self.env["service.order"].load(
            ["partner_phone", "serial", "device_type_id"],
            [["+79123456789", "CI1", "Phone"], ["+79123456789", "CI2", "Laptop"]],
        )
        self.assertFalse(result["messages"])
        orders = self.env["service.order"].browse(result["ids"])
        self.assertEqual([len(o.check_ids) for o in orders], [5, 0])

    @users("desk")
    def test_required_open_items_keep_the_door_shut_and_are_named(self):
        order = self._create_order(engineer_id=self.engineer.id)
        checks = self._checks(order, self.intake)
        checks[0].action_pass()
        with self.assertRaisesRegex(
            UserError, "“Intake”, still open: Charges\\."
        ) as no:
            order.action_start()
        self.assertNotIn("Sound", str(no.exception))
        with self.assertRaisesRegex(UserError, "still open: Charges"):
            order.write({"stage_id": self.stage_in_progress.id})
        checks[1].action_not_applicable()
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    @users("desk")
    def test_a_failed_intake_check_is_a_finding_and_blocks_nothing(self):
        order = self._create_order(engineer_id=self.engineer.id)
        self._checks(order, self.intake).action_fail()
        order.action_start()
        self.assertEqual(order.state, "in_progress")

    @users("desk")
    def test_who_checked_and_when_is_kept(self):
        order = self._create_order()
        check = order.check_ids[0]
        check.action_pass()
        self.assertEqual(check.user_id, self.env.user)
        self.assertTrue(check.date)
        self.assertEqual(order.check_progress, "1 of 5")
        check.with_user(self.head).action_pass()
        self.assertEqual(check.user_id, self.env.user, "the first one stays named")
        check.with_user(self.head).action_reopen()
        self.assertFalse(check.user_id or check.date)

    @users("desk")
    def test_results_cannot_be_forged(self):
        order = self._create_order()
        check = order.check_ids[0]
        for vals in (
            {"result": "passed"},
            {"user_id": self.env.uid},
            {"date": "2026-01-01 00:00:00"},
            {"required": False},
            {"name": "Nothing"},
            {"checklist_id": self.quality.id},
            {"order_id": order.id},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "by itself"):
                check.write(vals)
            with self.subTest(vals), self.assertRaisesRegex(UserError, "by itself"):
                order.write({"check_ids": [Command.update(check.id, vals)]})
        with self.assertRaises(AccessError):
            check.unlink()
        with self.assertRaises(AccessError):
            check.create({"order_id": order.id, "name": "X"})
        with self.assertRaises(AccessError):
            check.create({"comment": "X"})
        with self.assertRaisesRegex(UserError, "by itself"):
            order.write({"past_engineer_ids": [Command.clear()]})
        self.assertEqual(check.result, "open")

    def test_checks_are_out_of_reach_with_their_order(self):
        order = self._create_order(engineer_id=self.engineer.id)
        for user in (self.stranger, self.colleague, self.outsider):
            check = order.check_ids[0].with_user(user)
            for act in (
                lambda check=check: check.read(["name"]),
                check.action_pass,
                check.action_fail,
                check.action_reopen,
                order.with_user(user).action_sync_checks,
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    act()

    def test_only_a_head_sets_checklists_up(self):
        for user in (self.engineer, self.desk):
            for record in (self.intake, self.intake.item_ids):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    record.with_user(user).write({"name": "X"})
        self.intake.with_user(self.head).item_ids[0].name = "Starts"

    @users("desk")
    def test_the_form_takes_a_comment_with_the_checks(self):
        order = self._create_order()
        with Form(order) as form, form.check_ids.edit(0) as check:
            check.comment = "Only with our charger"
        self.assertEqual(order.check_ids[0].comment, "Only with our charger")

    @users("desk")
    def test_checks_of_an_issued_order_are_frozen(self):
        order = self._finish_checked(self._create_order())
        self._checks(order, self.quality, self.desk).action_pass()
        order.with_user(self.desk).action_issue()
        check = order.check_ids[0].with_env(self.env)
        for act in (
            check.action_fail,
            check.action_not_applicable,
            check.action_reopen,
            lambda: check.write({"comment": "x"}),
        ):
            with self.assertRaisesRegex(UserError, "issued to the customer"):
                act()

    @users("desk")
    def test_a_list_that_appears_later_holds_too(self):
        order = self._create_order(engineer_id=self.engineer.id)
        self._checks(order, self.intake).action_pass()
        late = self._create_checklist("Late", self.stage_in_progress, ["Box"])
        self.assertTrue(order.has_missing_checks)
        with self.assertRaisesRegex(UserError, "“Late”, still open: Box"):
            order.action_start()
        order.action_sync_checks()
        self.assertFalse(order.has_missing_checks)
        self._checks(order, late).action_pass()
        order.action_start()

    def test_a_list_that_comes_too_late_does_not_hold_up_work_that_has_begun(self):
        self.intake.active = False
        order = self._finish(self._create_order())
        self.intake.active = True
        order.action_sync_checks()
        self.assertEqual(order.check_ids.checklist_id, self.quality)
        check = order.with_user(self.desk).check_ids[0]
        check.comment = "Scratched"
        check.action_fail()
        self.assertEqual(order.state, "in_progress", "the way back is open")

    @users("desk")
    def test_refusing_first_is_no_way_round_a_list(self):
        order = self._create_order(
            engineer_id=self.engineer.id, refusal_reason="Mistake"
        )
        order.action_refuse()
        with self.assertRaisesRegex(UserError, "“Intake”, still open"):
            order.action_start()

    @users("desk")
    def test_without_checklists_nothing_is_shown(self):
        (self.intake + self.quality).with_user(self.head).active = False
        order = self._create_order()
        self.assertFalse(order.check_progress or order.has_missing_checks)

    @users("desk")
    def test_each_move_brings_new_items_along(self):
        order = self._create_order(engineer_id=self.engineer.id)
        self._checks(order, self.intake).action_pass()
        late = self._create_checklist("Late", self.stage_done, ["Box"])
        order.action_start()
        self.assertEqual(self._checks(order, late).name, "Box")

    @users("desk")
    def test_open_rows_follow_the_template_and_results_stay(self):
        order = self._create_order()
        done, opened = self._checks(order, self.intake)[:2]
        done.action_pass()
        self.intake.item_ids[0].name = "Boots"
        self.intake.item_ids[1].write({"name": "Loads", "required": False})
        self.intake.item_ids[2].unlink()
        order.action_sync_checks()
        self.assertEqual(done.name, "Switches on")
        self.assertRecordValues(opened, [{"name": "Loads", "required": False}])
        self.assertEqual(self._checks(order, self.intake), done + opened)
        self.intake.item_ids[0].unlink()
        order.action_sync_checks()
        self.assertRecordValues(done, [{"result": "passed", "name": "Switches on"}])

    @users("desk")
    def test_another_device_type_brings_other_checks(self):
        laptop = self._create_checklist(
            "Laptop",
            self.stage_in_progress,
            ["Hinges"],
            device_type_ids=[Command.set(self.laptop_type.ids)],
        )
        order = self._create_order()
        self._checks(order, self.intake)[0].action_pass()
        order.write({"device_model_id": False, "device_type_id": self.laptop_type.id})
        self.assertEqual(
            order.check_ids.mapped("name"), ["Switches on", "Hinges"], "results stay"
        )
        self.assertEqual(self._checks(order, laptop).result, "open")

    @users("desk")
    def test_rows_are_written_in_the_language_of_the_centre(self):
        self.env["res.lang"].sudo()._activate_lang("ru_RU")
        item = self.intake.item_ids[0]
        item.with_context(lang="ru_RU").name = "Включается"
        self.env.company.sudo().partner_id.lang = "ru_RU"
        self.assertEqual(self._create_order().check_ids[0].name, "Включается")

    def test_shipped_lists_wait_to_be_put_in_use(self):
        for name in ("intake", "quality"):
            checklist = self.env.ref(f"service_center.service_checklist_{name}_phone")
            self.assertFalse(checklist.active)
            self.assertTrue(checklist.item_ids)
            checklist.with_user(self.head).active = True
        self.assertEqual(len(self._create_order().check_ids), 18)


@tagged("post_install", "-at_install")
class TestQualityCheck(ChecklistCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._create_order()

    def setUp(self):
        super().setUp()
        self.order = self._finish_checked(self.order)
        self.checks = self._checks(self.order, self.quality)

    @users("engineer")
    def test_nobody_checks_his_own_work(self):
        checks = self.checks.with_env(self.env)
        for act in (
            checks.action_pass,
            checks.action_fail,
            checks.action_not_applicable,
            checks[0].action_ask_fail,
            lambda: checks.write({"comment": "Fine, really"}),
        ):
            with self.assertRaisesRegex(UserError, "Somebody else has to do it"):
                act()
        self.assertEqual(set(checks.mapped("result")), {"open"})

    @users("engineer")
    def test_handing_the_order_over_does_not_help(self):
        order = self.order.with_env(self.env)
        order.engineer_id = False
        with self.assertRaisesRegex(UserError, "Somebody else has to do it"):
            self.checks.with_env(self.env).action_pass()
        self.assertEqual(order.past_engineer_ids, self.env.user)

    def test_whoever_never_began_may_check(self):
        order = self._create_order(serial="Q2", engineer_id=self.head.id)
        order.engineer_id = False
        order = self._finish_checked(order)
        self.assertFalse(order.past_engineer_ids)
        self._checks(order, self.quality, self.head).action_pass()

    @users("desk")
    def test_hand_over_waits_for_the_second_person(self):
        order = self.order.with_env(self.env)
        with self.assertRaisesRegex(UserError, "“Quality”, still open: Screen, Camera"):
            order.action_issue()
        self.checks.with_env(self.env).action_pass()
        order.action_issue()
        self.assertEqual(order.state, "issued")

    @users("desk")
    def test_a_failed_check_says_why_and_goes_back_to_the_bench(self):
        order, checks = self.order.with_env(self.env), self.checks.with_env(self.env)
        checks[0].action_pass()
        with self.assertRaisesRegex(UserError, "“Comment” what is wrong"):
            checks[1].action_fail()
        action = checks[1].action_ask_fail()
        self.assertEqual(action["res_model"], "service.order.check")
        self.assertEqual(order.state, "done")
        checks[1].comment = "Blurred"
        checks[1].action_ask_fail()
        self.assertEqual(order.stage_id, self.stage_in_progress)
        note = order.message_ids.filtered(lambda m: "Camera (Blurred)" in m.body)
        self.assertEqual(
            note.subtype_id, self.env.ref("mail.mt_note"), "not to customers"
        )
        self.assertEqual(note.partner_ids, self.engineer.partner_id)
        self.assertRecordValues(checks, [{"result": "open"}, {"result": "failed"}])

    @users("desk")
    def test_a_repaired_failure_is_checked_again(self):
        order, checks = self.order.with_env(self.env), self.checks.with_env(self.env)
        checks[1].comment = "Blurred"
        checks[1].action_fail()
        order.with_user(self.engineer).action_done()
        with self.assertRaisesRegex(UserError, "“Quality”, failed: Camera"):
            order.action_issue()
        checks.action_pass()
        order.action_issue()
        self.assertEqual(order.state, "issued")

    def test_reopening_asks_for_a_new_quality_check_only(self):
        self.checks.with_user(self.desk).action_pass()
        self.order.with_user(self.desk).action_issue()
        self.order.with_user(self.head).action_start()
        self.assertEqual(set(self.checks.mapped("result")), {"open"})
        intake = self._checks(self.order, self.intake)
        self.assertEqual(set(intake.mapped("result")), {"passed"})

    def test_a_stage_of_its_own_for_quality_sends_back_too(self):
        testing = self.env["service.stage"].create(
            {
                "name": "Testing",
                "state": "in_progress",
                "sequence": 25,
                "next_stage_ids": [
                    Command.set((self.stage_in_progress + self.stage_done).ids)
                ],
            }
        )
        self.stage_in_progress.next_stage_ids += testing
        self.quality.stage_ids = self.stage_done
        order = self._create_order(serial="Q3")
        self._checks(order, self.intake, self.desk).action_pass()
        order.with_user(self.engineer).action_start()
        order.with_user(self.engineer).stage_id = testing
        check = self._checks(order, self.quality, self.desk)[0]
        check.comment = "Scratched"
        check.action_fail()
        self.assertEqual(order.stage_id, self.stage_in_progress)
        check.action_fail()
        self.assertEqual(order.stage_id, self.stage_in_progress)

    @users("desk")
    def test_waiting_for_the_quality_check_is_a_filter(self):
        domain = [
            ("id", "=", self.order.id),
            (
                "check_ids",
                "any",
                [("result", "=", "open"), ("second_person", "=", True)],
            ),
        ]
        orders = self.env["service.order"]
        self.assertTrue(orders.search(domain))
        self.checks.with_env(self.env).action_pass()
        self.assertFalse(orders.search(domain))


@tagged("post_install", "-at_install")
class TestChecklistQueries(ChecklistCommon):
    def _create_many(self, count, prefix):
        return (
            self.env["service.order"]
            .with_user(self.desk)
            .create(
                [
                    {
                        "branch_id": self.branch.id,
                        "partner_id": self.customer.id,
                        "serial": f"{prefix}{number}",
                        "device_model_id": self.model.id,
                        "engineer_id": self.engineer.id,
                    }
                    for number in range(count)
                ]
            )
        )

    def test_checks_do_not_cost_per_order(self):
        self._create_many(2, "warm")
        few, many = self._create_many(10, "a"), self._create_many(100, "b")
        for what, act, extra in (
            # five rows for each order, a hundred to an INSERT
            ("create", lambda o: self._create_many(len(o), f"c{len(o)}-"), 15),
            ("tick", lambda o: self._checks(o, self.intake).action_pass(), 10),
            ("move", lambda o: o.action_start(), 10),
            ("progress", lambda o: o.mapped("check_progress"), 2),
            ("renew", lambda o: o._sync_checks(), 5),
        ):
            act(self._create_many(1, what) if what == "tick" else few.browse())
            cost_of_few = self._count_queries(lambda act=act: act(few))
            if what == "renew":
                self.quality.item_ids.write({"required": False})
            cost_of_many = self._count_queries(lambda act=act: act(many))
            with self.subTest(what):
                self.assertLessEqual(cost_of_many, cost_of_few + extra)
