from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_returns import ReturnsCommon


@tagged("post_install", "-at_install")
class TestPartsClaim(ReturnsCommon):
    def _removed(self, order=None, **vals):
        return self._remove_part(
            order or self._create_order(),
            product_id=self.part.id,
            fate="vendor",
            vendor_id=self.vendor.id,
            **vals,
        )

    def test_a_claim_collects_what_waits_for_its_vendor(self):
        part = self._removed()
        other = self._removed(self._create_order(serial="SN-2"), condition="Burnt")
        other.vendor_id = self.customer
        claim = self._create_claim()
        claim.action_collect()
        claim.action_collect()
        self.assertEqual(claim.line_ids.removed_part_id, part)
        self.assertEqual(part.state, "claimed")
        self.assertEqual(other.state, "open")
        with self.assertRaisesRegex(UserError, "stands on claim"):
            part.fate = "scrap"

    def test_removed_parts_make_a_claim_for_each_vendor(self):
        parts = self._removed() + self._removed(self._create_order(serial="SN-2"))
        parts[1].vendor_id = self.customer
        parts.with_user(self.storekeeper).action_claim()
        self.assertEqual(len(parts.sudo().claim_line_ids.claim_id), 2)
        with self.assertRaisesRegex(UserError, "None of these waits"):
            parts.with_user(self.storekeeper).action_claim()

    def test_a_removed_part_is_claimed_once(self):
        part = self._removed()
        claim = self._create_claim()
        claim.action_collect()
        again = self._create_claim()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            part.with_user(self.storekeeper)._put_on(again)

    def test_a_dead_part_of_ours_is_out_of_the_stock_at_once(self):
        self._put_in_stock(3)
        claim = self._create_claim()
        line = self._claim_part(claim, quantity=2)
        self.assertEqual(self._get_free(), 1)
        self.assertEqual(self._get_on_hand(location=self.returns), 2)
        self.assertEqual(line.sudo().move_ids.reference, claim.name)
        with self.assertRaisesRegex(UserError, "Delete the row"):
            line.quantity = 1
        line.unlink()
        self.assertEqual(self._get_free(), 3)

    def test_what_is_not_there_cannot_be_claimed(self):
        self._put_in_stock(1)
        with self.assertRaisesRegex(UserError, "not so many"):
            self._claim_part(self._create_claim(), quantity=2)

    def test_a_dead_part_reserved_for_an_order_leaves_it_short(self):
        self._put_in_stock(1)
        line = self._add_part(self._create_order())
        self.assertEqual(line.parts_state, "reserved")
        self._claim_part(self._create_claim())
        self.assertEqual(line.parts_state, "short")
        self.assertEqual(self._get_on_hand(), 0)
        self._put_in_stock(1)
        line.sudo().move_ids._action_assign()
        self.assertEqual(line.parts_state, "reserved")

    def test_a_serial_is_needed_and_goes_itself(self):
        first, second = self._put_serials("B-1", "B-2")
        claim = self._create_claim()
        with self.assertRaisesRegex(UserError, "scan the serial"):
            self._claim_part(claim, self.board)
        line = self._claim_part(claim, self.board, serial="B-2")
        self.assertEqual(line.sudo().move_ids.move_line_ids.lot_id, second)
        self.assertEqual(self._get_free(self.board), 1)
        self.assertEqual(line.price_unit, 4800)
        self.assertEqual(first.location_id, self.stock)

    def test_sent_it_is_with_the_vendor(self):
        self._put_in_stock(3)
        part = self._removed()
        claim = self._create_claim()
        claim.action_collect()
        self._claim_part(claim)
        self._claim_part(claim, cause_id=self.damaged.id)
        self.assertEqual(self._get_on_hand(location=self.returns), 3)
        claim.action_send()
        claim.action_send()  # a second click
        self.assertEqual(claim.state, "sent")
        self.assertTrue(claim.date_sent)
        self.assertEqual(part.state, "done")
        self.assertEqual(self._get_on_hand(location=self.returns), 0)
        self.env.invalidate_all()
        gone = claim.line_ids.sudo().move_ids.filtered(
            lambda m: m.location_id == self.returns
        )
        self.assertEqual(
            sorted(move.location_dest_id.usage for move in gone),
            ["inventory", "supplier", "supplier"],
        )
        self.assertEqual(claim.amount_expected, 4000, "ours is counted, not claimed")

    def test_a_claim_goes_step_by_step_by_its_buttons(self):
        claim = self._create_claim()
        with self.assertRaisesRegex(UserError, "add parts"):
            claim.action_send()
        with self.assertRaisesRegex(UserError, "cannot become"):
            claim.action_close()
        with self.assertRaisesRegex(UserError, "by itself"):
            claim.state = "sent"
        self._put_in_stock(1)
        line = self._claim_part(claim)
        with self.assertRaisesRegex(UserError, "while it is"):
            line.answer = "credited"
        claim.action_send()
        with self.assertRaisesRegex(UserError, "what the vendor answered"):
            claim.action_answer()
        for act in (
            lambda: line.write({"price_unit": 1}),
            line.unlink,
            claim.unlink,
            lambda: self._claim_part(claim),
            lambda: claim.write({"partner_id": self.customer.id}),
        ):
            with self.assertRaises(UserError):
                act()
        line.answer = "refused"
        claim.action_answer()
        self.assertEqual(claim.amount_expected, 0)
        claim.action_close()
        self.assertEqual(claim.state, "closed")

    def test_a_replaced_part_comes_back_into_the_stock(self):
        self._put_serials("B-1")
        claim = self._create_claim()
        line = self._claim_part(claim, self.board, serial="B-1")
        claim.action_send()
        line.answer = "replaced"
        with self.assertRaisesRegex(UserError, "type the new serial"):
            claim.action_answer()
        line.new_serial = "B-9"
        claim.action_answer()
        claim.action_answer()
        self.assertEqual(self._get_free(self.board), 1)
        lot = self.env["stock.lot"].search([("name", "=", "B-9")])
        self.assertEqual(lot.location_id, self.stock)
        self.assertEqual(lot.service_vendor_id, self.vendor)

    def test_numbers_differ(self):
        claims = self._create_claim() + self._create_claim()
        self.assertNotEqual(claims[0].name, claims[1].name)
        self.assertNotIn("/", claims.mapped("name"))

    def test_claims_are_for_storekeepers_and_managers_of_the_branch(self):
        claim = self._create_claim()
        for user in (self.desk, self.head, self.storekeeper):
            self.assertTrue(claim.with_user(user).search([("id", "=", claim.id)]))
        self.assertFalse(claim.with_user(self.stranger).search([("id", "=", claim.id)]))
        with self.assertRaises(AccessError):
            claim.with_user(self.stranger).action_send()
        for user in (self.engineer, self.outsider):
            with self.assertRaises(AccessError):
                claim.with_user(user).search([])

    def test_a_part_of_another_branch_is_not_claimed(self):
        part = self._removed()
        foreign = self._create_claim(user=self.stranger, branch_id=self.other_branch.id)
        lines = self.env["service.parts.claim.line"]
        vals = {"claim_id": foreign.id, "removed_part_id": part.id}
        with self.assertRaises(AccessError):
            lines.with_user(self.stranger).create(vals)
        with self.assertRaisesRegex(ValidationError, "does not go back"):
            lines.create(vals)

    def test_a_manager_without_rights_in_stock_runs_a_claim(self):
        self._put_in_stock(1)
        claim = self._create_claim(user=self.desk)
        line = self._claim_part(claim)
        claim.action_send()
        line.answer = "replaced"
        claim.action_answer()
        self.assertEqual(self._get_free(), 1)

    def test_the_paper_is_in_the_vendors_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.vendor.lang = "de_DE"
        self._put_serials("B-1")
        claim = self._create_claim()
        self._claim_part(claim, self.board, serial="B-1")
        self._put_in_stock(1)
        self._claim_part(claim, cause_id=self.damaged.id)
        self.assertEqual(claim._get_document_lang(), "de_DE")
        reports = self.env["ir.actions.report"].with_user(self.storekeeper)
        markup = reports._render_qweb_html(
            "service_center_stock.report_parts_claim", claim.ids
        )[0].decode()
        for text in (claim.name, "Parts &amp; Co", "B-1", "Defective on arrival"):
            self.assertIn(text, markup)
        self.assertNotIn("Screen X7", markup, "nobody pays for what we damaged")
