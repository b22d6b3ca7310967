from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import ServiceCommon


class HomeCommon(ServiceCommon):
    """Orders in every corner: own, free, a colleague's, another branch's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.service_setup_done = True
        cls.engineer.service_branch_ids = cls.branch
        cls.free = cls._create_order(serial="FREE")
        cls.own = cls._create_order(serial="OWN", engineer_id=cls.engineer.id)
        cls.his = cls._create_order(serial="HIS", engineer_id=cls.colleague.id)
        cls.abroad = cls._create_order(
            cls.stranger,
            serial="ABROAD",
            branch_id=cls.other_branch.id,
            user_id=cls.stranger.id,
        )

    def _get_home(self, user, branch=None):
        return self.env["service.home"].with_user(user).get_home(branch and branch.id)

    def _get_tile(self, home, key):
        [tile] = [tile for tile in home["tiles"] if tile["key"] == key]
        return tile

    def _get_keys(self, home):
        return [tile["key"] for tile in home["tiles"]]

    def _get_figure(self, home, tile, key):
        [found] = [
            each for each in self._get_tile(home, tile)["figures"] if each["key"] == key
        ]
        return found

    def _get_orders(self, user, thing):
        """The orders in the list that a number opens."""
        action = thing["action"]
        return self.env[action["res_model"]].with_user(user).search(action["domain"])

    def assertLists(self, user, thing, orders, number="value"):
        self.assertEqual(thing[number], len(orders))
        self.assertEqual(self._get_orders(user, thing), orders.sorted("id", True))


@tagged("post_install", "-at_install")
class TestHome(HomeCommon):
    """The first screen counts what this person has to do, and nothing else."""

    def test_an_engineer_sees_his_bench_and_what_is_free_at_his_branch(self):
        home = self._get_home(self.engineer)
        self.assertEqual(self._get_keys(home), ["stages_mine", "bench", "my_month"])
        bench = self._get_tile(home, "stages_mine")
        self.assertLists(self.engineer, bench, self.own, "total")
        free = self._get_figure(home, "bench", "unassigned")
        self.assertLists(self.engineer, free, self.free)
        self.assertFalse(home["can_create"])

    def test_an_engineer_keeps_what_is_his_at_another_branch(self):
        self.abroad.engineer_id = self.engineer
        home = self._get_home(self.engineer)
        bench = self._get_tile(home, "stages_mine")
        self.assertLists(self.engineer, bench, self.own + self.abroad, "total")

    def test_a_manager_sees_his_branch(self):
        home = self._get_home(self.desk)
        self.assertEqual(
            self._get_keys(home),
            ["stages_center", "attention", "ready", "my_month", "branch_month"],
        )
        mine = self.free + self.own + self.his
        self.assertLists(
            self.desk, self._get_tile(home, "stages_center"), mine, "total"
        )
        new = self._get_figure(home, "stages_center", str(self.stage_new.id))
        self.assertLists(self.desk, new, mine)
        unassigned = self._get_figure(home, "attention", "unassigned")
        self.assertLists(self.desk, unassigned, self.free)
        self.assertTrue(home["can_create"])

    def test_a_head_sees_all_branches_or_one(self):
        all_of_them = self._get_home(self.head)
        total = self._get_tile(all_of_them, "stages_center")["total"]
        in_all = self.env["service.order"].search_count([("state", "!=", "issued")])
        self.assertEqual(total, in_all)
        one = self._get_home(self.head, self.other_branch)
        self.assertEqual(one["branch_id"], self.other_branch.id)
        tile = self._get_tile(one, "stages_center")
        self.assertLists(self.head, tile, self.abroad, "total")

    def test_nobody_chooses_a_branch_that_is_not_his(self):
        home = self._get_home(self.desk, self.other_branch)
        self.assertFalse(home["branch_id"])
        self.assertEqual([each["id"] for each in home["branches"]], self.branch.ids)
        self.assertEqual(self._get_tile(home, "stages_center")["total"], 3)
        for odd in ("1 OR 1=1", [], -1, {"a": 1}):
            self.env["service.home"].with_user(self.desk).get_home(odd)

    def test_who_left_the_branch_sees_nothing_of_it_any_more(self):
        self.branch.user_ids = [Command.unlink(self.desk.id)]
        self.assertFalse(self._get_home(self.desk)["tiles"])

    def test_who_has_no_role_is_refused(self):
        with self.assertRaises(AccessError):
            self._get_home(self.outsider)

    def test_late_soon_and_today(self):
        now = fields.Datetime.now()
        self.free.date_promised = now - timedelta(days=2)
        self.own.date_promised = now + timedelta(hours=1)
        self.his.date_promised = now + timedelta(days=9)
        for key, orders in (("late", self.free), ("soon", self.own)):
            figure = self._get_figure(self._get_home(self.desk), "attention", key)
            self.assertLists(self.desk, figure, orders)
            self.assertTrue(figure["tone"])
        soon = self._get_figure(self._get_home(self.engineer), "bench", "my_soon")
        self.assertLists(self.engineer, soon, self.own)
        late = self._get_figure(self._get_home(self.engineer), "bench", "my_late")
        self.assertLists(self.engineer, late, self.own.browse())
        self.assertNotIn("tone", late, "nought alarms nobody")

    def test_today_is_the_persons_own_day(self):
        with freeze_time("2026-03-10 20:00:00"):  # 07:00 on the 11th in Vladivostok
            self.desk.tz = "Asia/Vladivostok"
            self.his.date_promised = "2026-03-11 01:00:00"
            self.own.date_promised = "2026-03-10 13:00:00"
            screen = self.env["service.home"].with_user(self.desk)
            home = screen.with_context(tz="Asia/Vladivostok").get_home()
            self.assertEqual(self._get_figure(home, "attention", "today")["value"], 1)

    def test_ready_and_not_collected_with_days_the_longest_first(self):
        now = fields.Datetime.now()
        done = self._finish(self.own) + self._finish(self.free)
        done[0]._write_server_fields({"date_end": now - timedelta(days=3)})
        done[1]._write_server_fields({"date_end": now - timedelta(days=40, hours=1)})
        tile = self._get_tile(self._get_home(self.desk), "ready")
        self.assertLists(self.desk, tile, done, "total")
        self.assertEqual(
            [(each["id"], each["days"]) for each in tile["orders"]],
            [(done[1].id, 40), (done[0].id, 3)],
        )

    def test_what_was_issued_leaves_the_screen_and_enters_the_month(self):
        with freeze_time("2026-03-10 09:00:00"):
            self.own.line_ids = [Command.create({"product_id": self.work.id})]
            self._finish(self.own).with_user(self.desk).action_issue()
            home = self._get_home(self.desk)
            self.assertEqual(self._get_tile(home, "stages_center")["total"], 2)
            for tile in ("my_month", "branch_month"):
                key = "orders" if tile == "my_month" else "issued"
                self.assertLists(self.desk, self._get_figure(home, tile, key), self.own)
                currency = f"amount_{self.env.company.currency_id.id}"
                amount = self._get_figure(home, tile, currency)
                self.assertEqual(amount["value"], 1800)
            chart = self._get_tile(home, "branch_month")
            self.assertEqual(chart["labels"], list(range(1, 11)))
            self.assertEqual(chart["series"][1]["values"], [0] * 9 + [1])
            mine = self._get_home(self.engineer)
            self.assertLists(
                self.engineer, self._get_figure(mine, "my_month", "orders"), self.own
            )
        with freeze_time("2026-04-01 09:00:00"):
            home = self._get_home(self.desk)
            self.assertEqual(self._get_figure(home, "my_month", "orders")["value"], 0)
            self.assertEqual(
                self._get_figure(home, "branch_month", "issued")["value"], 0
            )

    def test_what_is_taken_in_this_month_is_counted_by_day(self):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE service_order SET create_date = '2026-03-02 10:00' "
                "WHERE id = ANY(%s)",
                (self.own + self.his).ids,
            )
        )
        self.env.invalidate_all()
        with freeze_time("2026-03-10 09:00:00"):
            chart = self._get_tile(self._get_home(self.desk), "branch_month")
        self.assertEqual(chart["series"][0]["values"][:3], [0, 2, 0])

    def test_archived_orders_do_not_count(self):
        self.free.active = False
        home = self._get_home(self.desk)
        self.assertEqual(self._get_tile(home, "stages_center")["total"], 2)

    def test_orders_of_whoever_left_surface(self):
        self.colleague.active = False
        figure = self._get_figure(self._get_home(self.desk), "attention", "orphan")
        self.assertLists(self.desk, figure, self.his)

    def test_what_one_may_not_see_is_not_counted(self):
        for user, orders in (
            (self.engineer, self.free + self.own),
            (self.desk, self.free + self.own + self.his),
        ):
            ours = [("branch_id", "in", (self.branch + self.other_branch).ids)]
            counts = orders.with_user(user)._count_by_stage(ours, {"all": []})
            self.assertEqual(sum(counts["all"].values()), len(orders))

    def test_every_number_opens_as_many_orders_as_it_says(self):
        self._finish(self.own)
        self.free.date_promised = fields.Datetime.now() - timedelta(days=2)
        for user in (self.engineer, self.desk, self.head):
            for tile in self._get_home(user)["tiles"]:
                for figure in tile.get("figures", []):
                    if "format" in figure:
                        continue
                    with self.subTest(user=user.login, figure=figure["label"]):
                        found = self._get_orders(user, figure)
                        self.assertEqual(figure["value"], len(found))

    def test_the_screen_asks_little_however_many_orders_there_are(self):
        def count(user):
            self._get_home(user)  # fills the caches of the process
            return self._count_queries(lambda: self._get_home(user))

        people = (self.engineer, self.desk, self.head)
        few = [count(user) for user in people]
        self.env["service.order"].with_user(self.desk).create(
            [
                {
                    "branch_id": self.branch.id,
                    "partner_phone": f"+7 912 000-00-{number:02}",
                    "partner_name": f"Batch {number:02}",
                    "device_type_id": self.phone_type.id,
                }
                for number in range(60)
            ]
        )
        self.assertEqual([count(user) for user in people], few)
        self.assertLessEqual(max(few), 25)


@tagged("post_install", "-at_install")
class TestHomeSetup(HomeCommon):
    """First steps of a new centre, ticked off by the data, put away by a head."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write({"service_setup_done": False, "street": False})

    def _get_steps(self):
        tile = self._get_tile(self._get_home(self.head), "setup")
        return {step["key"]: step for step in tile["steps"]}

    def test_ticks_follow_the_data(self):
        self.assertFalse(self._get_steps()["company"]["is_done"])
        self.env.company.write({"street": "Station Road 1", "phone": "+7 912 1234567"})
        self.assertTrue(self._get_steps()["company"]["is_done"])
        self.assertTrue(self._get_steps()["order"]["is_done"])
        stages = self.env["service.stage"].search([])
        self.env.flush_all()
        self.env.cr.execute(SQL("UPDATE service_stage SET write_uid = 1"))
        stages.invalidate_recordset()
        self.assertFalse(self._get_steps()["stages"]["is_done"])
        self.stage_new.with_user(self.head).name = "Taken In"
        self.assertTrue(self._get_steps()["stages"]["is_done"])

    def test_a_step_leads_only_where_one_may_change_something(self):
        steps = self._get_steps()
        self.assertFalse(steps["company"]["action"])
        self.assertEqual(steps["stages"]["action"]["res_model"], "service.stage")

    def test_only_a_head_sees_and_puts_it_away(self):
        self.assertNotIn("setup", self._get_keys(self._get_home(self.desk)))
        with self.assertRaises(AccessError):
            self.env["service.home"].with_user(self.desk).dismiss_setup()
        self.assertFalse(self.env.company.service_setup_done)
        self.env["service.home"].with_user(self.head).dismiss_setup()
        self.assertNotIn("setup", self._get_keys(self._get_home(self.head)))
