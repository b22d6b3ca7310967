from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common_bag import BagCommon


@tagged("post_install", "-at_install")
class TestBagHandover(BagCommon):
    """From hand to hand: nothing is his that he did not accept, nothing gets lost."""

    def test_parts_are_the_engineers_when_he_accepts_them(self):
        handover = self._hand_over(3)
        self.assertEqual(handover.state, "sent")
        self.assertEqual(self._get_on_hand(), 7)
        self.assertEqual(self._get_in_bag(), 0)
        handover.action_accept()
        self.assertRecordValues(
            handover, [{"state": "done", "receiver_id": self.engineer.id}]
        )
        self.assertEqual(self._get_in_bag(), 3)
        handover.action_accept()
        self.assertEqual(self._get_in_bag(), 3, "a second press does nothing")

    def test_nobody_accepts_for_the_engineer(self):
        handover = self._hand_over(3)
        for user in (self.storekeeper, self.head):
            with (
                self.subTest(user.login),
                self.assertRaisesRegex(UserError, "with his own hands"),
            ):
                handover.with_user(user).action_accept()
        for user in (self.colleague, self.desk, self.stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                handover.with_user(user).action_accept()
        self.assertEqual(handover.state, "sent")

    def test_he_accepts_fewer_and_the_rest_goes_back(self):
        handover = self._hand_over(3)
        handover.line_ids.write({"quantity_counted": 2})
        with self.assertRaisesRegex(UserError, "Less was counted"):
            handover.action_accept()
        handover.line_ids.reason = "One is broken"
        handover.action_accept()
        self.assertEqual(handover.state, "short")
        self.assertEqual(self._get_in_bag(), 2)
        keeper = handover.with_user(self.storekeeper)
        self.assertEqual(keeper.activity_ids.user_id, self.storekeeper)
        keeper.action_take_back()
        self.assertEqual(keeper.state, "done")
        self.assertRecordValues(
            keeper.line_ids,
            [
                {
                    "quantity_accepted": 2,
                    "quantity_returned": 1,
                    "quantity_missing": 1,
                    "quantity_open": 0,
                }
            ],
        )
        self.assertEqual(self._get_on_hand(), 8)
        self.assertFalse(keeper.activity_ids)

    def test_more_than_handed_over_is_refused(self):
        handover = self._hand_over(3)
        handover.line_ids.quantity_counted = 4
        with self.assertRaisesRegex(UserError, "4 counted, but only 3"):
            handover.action_accept()

    def test_he_refuses_and_all_goes_back(self):
        handover = self._hand_over(3)
        with self.assertRaisesRegex(UserError, "Refused Because"):
            handover.action_refuse()
        handover.refusal_reason = "Not my order"
        with self.assertRaisesRegex(UserError, "with his own hands"):
            handover.with_user(self.storekeeper).action_refuse()
        handover.action_refuse()
        self.assertEqual(handover.state, "short")
        self.assertEqual(handover.activity_ids.user_id, self.storekeeper)
        self.assertIn("Not my order", handover.message_ids[:1].body)
        handover.with_user(self.storekeeper).action_take_back()
        self.assertEqual(handover.state, "done")
        self.assertEqual(self._get_on_hand(), 10)
        self.assertEqual(handover.line_ids.quantity_missing, 3, "never forgotten")

    def test_the_storekeeper_takes_back_what_was_not_accepted(self):
        handover = self._hand_over(3)
        with self.assertRaises(UserError):
            handover.action_take_back()
        handover.with_user(self.storekeeper).action_take_back()
        self.assertEqual(self._get_on_hand(), 10)
        handover.action_accept()
        self.assertEqual(self._get_in_bag(), 0)

    def test_a_handover_that_was_not_sent_is_cancelled(self):
        handover = self._write_handover()
        handover.action_cancel()
        handover.action_send()
        self.assertEqual(handover.state, "cancel")
        self.assertEqual(self._get_on_hand(), 10)

    def test_an_engineer_asks_for_parts_but_does_not_take_them(self):
        wish = self._write_handover(user=self.engineer)
        with self.assertRaisesRegex(UserError, "storekeeper"):
            wish.action_send()
        wish.with_user(self.storekeeper).action_send()
        self.assertEqual(wish.state, "sent")

    def test_he_gives_back_and_the_storekeeper_accepts(self):
        self._fill(3)
        back = self._give_back(2)
        self.assertEqual(self._get_in_bag(), 1)
        self.assertEqual(self._get_on_hand(), 7)
        self.assertEqual(back.activity_ids.user_id, self.storekeeper)
        with self.assertRaisesRegex(UserError, "accepted by a storekeeper"):
            back.with_user(self.engineer).action_accept()
        back.action_accept()
        self.assertEqual(back.state, "done")
        self.assertEqual(self._get_on_hand(), 9)

    def test_what_the_storekeeper_does_not_accept_goes_back_into_the_bag(self):
        self._fill(3)
        back = self._give_back(2)
        back.line_ids.write({"quantity_counted": 1, "reason": "Only one here"})
        back.action_accept()
        self.assertEqual(back.activity_ids.user_id, self.engineer)
        back.with_user(self.engineer).action_take_back()
        self.assertEqual(back.state, "done")
        self.assertEqual(self._get_in_bag(), 2)
        self.assertEqual(self._get_on_hand(), 8)

    def test_only_he_gives_back_until_he_leaves(self):
        self._fill(3)
        back = self._write_handover(2, kind="back", user=self.storekeeper)
        with self.assertRaisesRegex(UserError, "he gives back himself"):
            back.action_send()
        self.engineer.active = False
        back.action_send()
        back.action_accept()
        self.assertEqual(self._get_in_bag(), 1)

    def test_nobody_gives_back_more_than_is_free(self):
        self._fill(3)
        self._add_part(self._create_order(engineer_id=self.engineer.id), 2)
        back = self._write_handover(2, kind="back")
        with self.assertRaisesRegex(UserError, "Bag of .* has not enough that is free"):
            back.action_send()

    def test_a_piece_with_a_serial_number_is_named(self):
        board = self.env["product.product"].create(
            {"name": "Board", "is_storable": True, "tracking": "serial"}
        )
        lots = self.env["stock.lot"].create(
            [{"name": f"B-{n}", "product_id": board.id} for n in range(2)]
        )
        for lot in lots:
            self._put_in_stock(1, product=board, lot_id=lot)
        handover = self._hand_over(
            line_ids=[Command.create({"product_id": board.id, "lot_id": lots[1].id})]
        )
        handover.action_accept()
        self.assertEqual(lots[1].location_id, self.in_bag)
        row = self.bag.with_user(self.engineer).content_ids
        self.assertEqual(row.lot_name, "B-1")
        action = row.action_give_back()
        back = self.env["service.parts.transfer"].browse(action["res_id"])
        self.assertEqual(back.line_ids.lot_id, lots[1])
        back.with_user(self.engineer).action_send()
        back.with_user(self.storekeeper).action_accept()
        self.assertEqual(lots[1].location_id, self.stock)

    def test_the_first_handover_makes_the_bag(self):
        handover = self._hand_over(2, engineer_id=self.colleague.id)
        self.assertEqual(handover.bag_id.user_id, self.colleague)
        handover.action_accept()
        self.assertEqual(
            self._get_on_hand(location=handover.sudo().bag_id.location_id), 2
        )
        self.assertNotIn(
            handover.bag_id,
            self.bag.with_user(self.colleague).search(
                [("user_id", "=", self.engineer.id)]
            ),
        )

    def test_a_bag_lies_beside_the_stock_and_belongs_to_the_branch(self):
        self.assertEqual(self.in_bag.service_branch_id, self.branch)
        self.assertFalse(self.in_bag._child_of(self.stock))
        self.assertEqual(self.in_bag.usage, "internal")

    def test_ends_of_a_handover(self):
        for vals in (
            {"engineer_id": False},
            {"kind": "branch", "dest_branch_id": self.other_branch.id},
            {"dest_branch_id": self.other_branch.id},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._write_handover(**vals)
        handover = self._hand_over()
        with self.assertRaisesRegex(UserError, "fixed since"):
            handover.with_user(self.storekeeper).kind = "back"

    def test_nothing_comes_back_out_of_no_bag(self):
        back = self._write_handover(
            1, kind="back", user=self.head, engineer_id=self.colleague.id
        )
        with self.assertRaisesRegex(UserError, "has no bag"):
            back.action_send()

    def test_one_press_gives_a_bag(self):
        self.branch.user_ids += self.head
        self.colleague.with_user(self.head).action_give_bag()
        self.colleague.with_user(self.head).action_give_bag()
        bags = self.env["service.bag"].search([("user_id", "=", self.colleague.id)])
        self.assertEqual(bags.branch_id, self.branch)
        with self.assertRaises(AccessError):
            self.colleague.with_user(self.engineer).action_give_bag()

    def test_a_bag_is_for_people_of_the_branch(self):
        with self.assertRaisesRegex(ValidationError, "does not work at the branch"):
            self.env["service.bag"].create(
                {
                    "user_id": self.stranger.id,
                    "warehouse_id": self.branch.warehouse_id.id,
                }
            )
        with self.assertRaisesRegex(UserError, "make another one"):
            self.bag.user_id = self.colleague

    def test_a_full_bag_is_not_deleted(self):
        self._put_in_stock(1, location=self.in_bag)
        with self.assertRaisesRegex(UserError, "not empty"):
            self.bag.with_user(self.head).unlink()

    def test_an_empty_one_goes_with_its_place(self):
        place = self.in_bag
        self.bag.with_user(self.head).unlink()
        self.assertFalse(place.active)
        self.assertFalse(self.env["service.bag"]._get_owners())

    def test_the_waybill_names_both_hands(self):
        handover = self._hand_over(2)
        waybill = handover._get_waybill()
        self.assertEqual(waybill["sender_person"], self.storekeeper.name)
        self.assertEqual(waybill["receiver_person"], self.engineer.name)
        self.assertIn(self.in_bag.display_name, waybill["receiver"])
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.engineer)
            ._render_qweb_html(
                "service_center_stock.report_transfer_waybill", handover.ids
            )
        )
        self.assertIn("Screen X7", html.decode())


@tagged("post_install", "-at_install")
class TestBagGuards(BagCommon):
    """Behind the engineer's back nothing goes into his bag or out of it."""

    def setUp(self):
        super().setUp()
        self._fill(3)

    def _move(self, source, dest, user, quantity=1):
        picking = (
            self.env["stock.picking"]
            .with_user(user)
            .create(
                {
                    "picking_type_id": self.branch.warehouse_id.int_type_id.id,
                    "location_id": source.id,
                    "location_dest_id": dest.id,
                    "move_ids": [
                        Command.create(
                            {
                                "product_id": self.part.id,
                                "product_uom_qty": quantity,
                                "location_id": source.id,
                                "location_dest_id": dest.id,
                            }
                        )
                    ],
                }
            )
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        return picking._action_done()

    def test_odoos_own_transfers_do_not_touch_a_bag(self):
        for source, dest in ((self.in_bag, self.stock), (self.stock, self.in_bag)):
            with self.assertRaisesRegex(UserError, "that the other side accepts"):
                self._move(source, dest, self.storekeeper)
        self._move(self.in_bag, self.stock, self.head)

    def test_the_storekeeper_does_not_accept_with_odoos_button(self):
        handover = self._hand_over(2)
        picking = handover.sudo().line_ids._get_incoming().picking_id
        picking = picking.with_user(self.storekeeper)
        picking.move_ids.write({"quantity": 2, "picked": True})
        with self.assertRaisesRegex(UserError, "that the other side accepts"):
            picking._action_done()

    def _count(self, user, quantity):
        return (
            self.env["stock.quant"]
            .with_user(user)
            .with_context(inventory_mode=True)
            .create(
                {
                    "product_id": self.part.id,
                    "location_id": self.in_bag.id,
                    "inventory_quantity": quantity,
                }
            )
            .action_apply_inventory()
        )

    def test_only_the_head_counts_a_bag(self):
        with self.assertRaisesRegex(UserError, "The head alone counts a bag"):
            self._count(self.storekeeper, 1)
        self._count(self.head, 1)
        self.assertEqual(self._get_in_bag(), 1)

    def test_orders_take_elsewhere_what_the_count_did_not_find(self):
        line = self._add_part(self._create_order(engineer_id=self.engineer.id), 2)
        self.assertEqual(line.bag_quantity, 2)
        self._count(self.head, 1)
        self.assertEqual(line.parts_state, "reserved")
        self.assertEqual(line.bag_quantity, 1)
        fits = line.sudo().move_ids._get_open_fits()
        self.assertEqual(sum(fits.mapped("quantity")), 2)

    @mute_logger("odoo.sql_db")
    def test_a_bag_is_never_below_zero(self):
        with self.assertRaisesRegex(UserError, "there are not so many"):
            self._move(self.in_bag, self.stock, self.head, quantity=4)


@tagged("post_install", "-at_install")
class TestBagOrders(BagCommon):
    """The engineer's own orders take from his bag first, others never."""

    def _add(self, quantity=1, engineer=None, **vals):
        order = self._create_order(
            engineer_id=(engineer or self.engineer).id,
            serial=f"SN-{self.env['service.order'].search_count([])}",
            **vals,
        )
        return self._add_part(order, quantity)

    def test_his_bag_first_then_the_stock(self):
        self._fill(3)
        line = self._add(2)
        self.assertEqual(line.parts_state, "issued")
        self.assertEqual(line.bag_quantity, 2)
        self.assertTrue(line.order_id.has_bag_parts)
        self.assertEqual(self._get_free(location=self.in_bag), 1)
        self.assertEqual(self._get_free(), 7)
        more = self._add(2)
        self.assertEqual(more.bag_quantity, 1)
        self.assertEqual(more.parts_state, "reserved")
        self.assertEqual(self._get_free(), 6)
        last = self._add(1)
        self.assertEqual((last.bag_quantity, last.parts_state), (0, "reserved"))
        self._finish(more.order_id)
        self.assertEqual(more.parts_state, "used")
        self.assertEqual(self._get_in_bag(), 2)
        self.assertEqual(self._get_on_hand(), 6)

    def test_several_lines_at_once_share_the_bag(self):
        self._fill(3)
        order = self._create_order(engineer_id=self.engineer.id)
        lines = (
            self.env["service.order.line"]
            .with_user(self.desk)
            .create(
                [
                    {"order_id": order.id, "product_id": self.part.id, "quantity": 2}
                    for _each in range(2)
                ]
            )
        )
        self.assertEqual(lines.mapped("bag_quantity"), [2, 1])
        self.assertEqual(self._get_free(location=self.in_bag), 0)

    def test_nobody_elses_order_takes_from_the_bag(self):
        self._fill(10)
        line = self._add(1, self.colleague)
        self.assertEqual(line.parts_state, "short")
        free = self._create_order(serial="SN-free")
        self.assertEqual(self._add_part(free).parts_state, "short")
        self.assertEqual(self._get_free(location=self.in_bag), 10)
        row = self.env["service.parts.stock"].search(
            [("branch_id", "=", self.branch.id), ("product_id", "=", self.part.id)]
        )
        self.assertRecordValues(row, [{"quantity": 10, "quantity_free": 0}])

    def test_the_minimum_counts_the_stock_alone(self):
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.part.id,
                "warehouse_id": self.branch.warehouse_id.id,
                "location_id": self.stock.id,
                "product_min_qty": 8,
                "product_max_qty": 8,
            }
        )
        self.assertEqual(rule._get_expected_quantities()[rule], 10)
        self._fill(3)
        self.assertEqual(rule._get_expected_quantities()[rule], 7)

    def test_the_storekeeper_need_not_issue_it_again(self):
        self.branch.parts_steps = "two_steps"
        self._fill(3)
        line = self._add(2)
        with self.assertRaisesRegex(UserError, "Nothing to issue"):
            line.order_id.with_user(self.storekeeper).action_issue_parts()
        self._finish(line.order_id)
        self.assertEqual(line.parts_state, "used")
        self.assertEqual(self._get_in_bag(), 1)

    def test_a_removed_line_leaves_the_part_in_the_bag(self):
        self.branch.parts_steps = "two_steps"
        self._fill(3)
        line = self._add(2)
        order = line.order_id
        line.unlink()
        self.assertEqual(self._get_free(location=self.in_bag), 3)
        self.assertFalse(
            order.sudo().move_ids.filtered(lambda move: move.service_use == "back")
        )

    def test_less_is_needed(self):
        self._fill(2)
        line = self._add(3)
        self.assertEqual(line.bag_quantity, 2)
        line.quantity = 2
        self.assertEqual(line.bag_quantity, 2, "what he carries is used first")
        self.assertEqual(self._get_free(), 8)
        line.quantity = 1
        self.assertEqual(line.bag_quantity, 1)
        self.assertEqual(self._get_free(location=self.in_bag), 1)

    def test_more_is_needed(self):
        self._fill(3)
        line = self._add(1)
        line.quantity = 5
        self.assertEqual(line.bag_quantity, 3)
        self.assertEqual(line.parts_state, "reserved")
        self.assertEqual(self._get_free(), 5)

    def test_another_engineer_takes_it_from_the_stock(self):
        self._fill(3)
        line = self._add(2)
        line.order_id.engineer_id = self.colleague
        self.assertEqual(self._get_free(location=self.in_bag), 3)
        self.assertEqual((line.bag_quantity, line.parts_state), (0, "reserved"))
        self.assertEqual(self._get_free(), 5)
        line.order_id.engineer_id = self.engineer
        self.assertEqual((line.bag_quantity, line.parts_state), (2, "issued"))
        self.assertEqual(self._get_free(), 7)

    def test_another_engineer_takes_it_from_his_own_bag(self):
        self._fill(3)
        self._fill(1, engineer_id=self.colleague.id)
        line = self._add(2)
        line.order_id.engineer_id = self.colleague
        self.assertEqual(line.bag_quantity, 1)
        self.assertEqual(line.parts_state, "reserved")
        self.assertEqual(self._get_free(location=self.in_bag), 3)
        self.assertEqual(self._get_free(), 5)

    def test_who_starts_a_free_order_uses_what_he_carries(self):
        self._fill(3)
        order = self._create_order()
        line = self._add_part(order, 2)
        self.assertEqual(self._get_free(), 5)
        order.with_user(self.engineer).action_start()
        self.assertEqual(line.bag_quantity, 2)
        self.assertEqual(self._get_free(), 7)

    def test_what_becomes_free_in_the_bag_serves_his_short_order(self):
        self._fill(2)
        first = self._add(2)
        second = self._add(9)
        self.assertEqual(second.parts_state, "short")
        first.quantity = 1
        self.assertEqual((second.bag_quantity, second.parts_state), (1, "reserved"))
        first.unlink()
        self.assertEqual(second.bag_quantity, 1, "what is reserved stays where it is")
        self.assertEqual(self._get_free(location=self.in_bag), 1)

    def test_a_handover_that_is_accepted_serves_his_short_order(self):
        handover = self._hand_over(10)
        line = self._add(2)
        self.assertEqual(line.parts_state, "short")
        handover.action_accept()
        self.assertEqual((line.bag_quantity, line.parts_state), (2, "issued"))
        self.assertEqual(self._get_free(location=self.in_bag), 8)

    def test_a_part_out_of_the_device_is_in_the_bag_again(self):
        self.branch.parts_steps = "two_steps"
        self._fill(3)
        line = self._add(2)
        order = self._finish(line.order_id)
        order.with_user(self.head).stage_id = self.stage_in_progress
        line.with_user(self.head).quantity = 1
        self.assertEqual(self._get_in_bag(), 2)
        self.assertEqual(self._get_on_hand(), 7)

    def test_the_order_goes_to_another_branch_without_the_bag(self):
        self._fill(3)
        line = self._add(2)
        line.order_id.with_user(self.head).branch_id = self.other_branch
        self.assertEqual(self._get_free(location=self.in_bag), 3)
        self.assertEqual((line.bag_quantity, line.parts_state), (0, "short"))

    def _count_queries(self, engineer):
        order = self._create_order(engineer_id=engineer.id, serial=f"Q-{engineer.id}")
        self._add_part(order)
        self.env.flush_all()
        self.env.invalidate_all()
        self.env["service.bag"]._get_owners()
        before = self.cr.sql_log_count
        self._add_part(order)
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_adding_a_part_is_as_light_without_a_bag(self):
        """Nothing is asked about bags where the engineer has none, or nobody has."""
        self._fill(3)
        with_bag = self._count_queries(self.engineer)
        anothers = self._count_queries(self.colleague)
        self.bag.sudo().flush_recordset()
        owners = self.env["service.bag"]._get_owners
        self.assertTrue(owners())
        with patch.object(
            type(self.env["service.bag"]), "_get_owners", lambda bags: {}
        ):
            nobody = self._count_queries(self.engineer)
        self.assertEqual(anothers, nobody)
        self.assertLessEqual(with_bag, nobody + 4)


@tagged("post_install", "-at_install")
class TestBagPeople(BagCommon):
    """Who sees which bag, and who is told when somebody leaves."""

    def setUp(self):
        super().setUp()
        self._fill(3)

    def test_an_engineer_sees_his_own_bag(self):
        bags, rows = self.env["service.bag"], self.env["service.bag.content"]
        mine = bags.with_user(self.engineer).search([])
        self.assertEqual(mine, self.bag)
        self.assertEqual(mine.quantity, 3)
        self.assertEqual(mine.content_ids.product_id, self.part)
        for user in (self.colleague, self.stranger):
            with self.subTest(user.login):
                self.assertFalse(bags.with_user(user).search([]))
                self.assertFalse(rows.with_user(user).search([]))
        for user in (self.storekeeper, self.desk, self.head):
            with self.subTest(user.login):
                self.assertEqual(bags.with_user(user).search([]), self.bag)
                self.assertEqual(rows.with_user(user).search([]).quantity, 3)
        for user in (self.engineer, self.desk):
            with self.subTest(user.login), self.assertRaises(AccessError):
                bags.with_user(user).create(
                    {
                        "user_id": self.colleague.id,
                        "warehouse_id": self.branch.warehouse_id.id,
                    }
                )

    def test_what_it_cost_is_not_for_engineers(self):
        self.assertEqual(self.bag.with_user(self.storekeeper).value, 6000)
        with self.assertRaises(AccessError):
            self.bag.with_user(self.engineer).read(["value"])
        with self.assertRaises(AccessError):
            self.bag.content_ids.with_user(self.engineer).read(["value"])

    def test_another_engineers_handover_is_not_seen(self):
        handover = self._hand_over(1)
        for user in (self.colleague, self.stranger):
            with self.subTest(user.login), self.assertRaises(AccessError):
                handover.with_user(user).read(["name"])
        with self.assertRaises(AccessError):
            self._write_handover(kind="back", user=self.colleague)

    def test_the_orders_a_part_is_for(self):
        order = self._create_order(engineer_id=self.engineer.id)
        self._add_part(order, 2)
        row = self.bag.content_ids.with_user(self.engineer)
        self.assertEqual(row.order_names, order.name)
        self.assertEqual((row.quantity_reserved, row.quantity_free), (2, 1))

    def test_who_leaves_with_parts_is_reported(self):
        self.engineer.active = False
        activity = self.bag.activity_ids
        self.assertEqual(activity.user_id, self.storekeeper)
        bags = self.env["service.bag"].with_user(self.storekeeper)
        self.assertEqual(bags.search([("is_owner_gone", "=", True)]), self.bag)
        tiles = self.env["service.home"].with_user(self.storekeeper)
        figures = self._get_figures(tiles, "bags")
        self.assertEqual(figures["left"], 1)

    def test_who_leaves_with_an_empty_bag_is_not(self):
        self._give_back(3).action_accept()
        self.engineer.active = False
        self.assertFalse(self.bag.activity_ids)

    def test_who_leaves_with_parts_on_the_way_is_reported(self):
        self._give_back(3)
        self.engineer.active = False
        self.assertTrue(self.bag.activity_ids)

    def _get_figures(self, home, key):
        tiles = home.get_home()["tiles"]
        (tile,) = [tile for tile in tiles if tile["key"] == key]
        return {figure["key"]: figure["value"] for figure in tile["figures"]}

    def test_the_home_screen_shows_my_bag(self):
        self._hand_over(1)
        self._add_part(self._create_order(engineer_id=self.engineer.id), 2)
        home = self.env["service.home"].with_user(self.engineer)
        self.assertEqual(
            self._get_figures(home, "my_bag"),
            {"pieces": 3, "reserved": 2, "to_accept": 1},
        )
        theirs = self.env["service.home"].with_user(self.colleague).get_home()
        self.assertNotIn("my_bag", [tile["key"] for tile in theirs["tiles"]])

    def test_what_lies_long(self):
        rows = self.env["service.bag.content"]
        self.assertFalse(rows.search([("is_long", "=", True)]))
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE stock_move_line SET date = '2020-01-01' "
                "WHERE location_dest_id = %s",
                self.in_bag.id,
            )
        )
        self.env.invalidate_all()
        row = rows.search([("is_long", "=", True)])
        self.assertTrue(row.is_long)
        self.assertEqual(row.product_id, self.part)
