import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.service_center_labels.tests.zpl_room import read_codes, render_labels
from odoo.addons.service_center_labels.tools import plan, zpl
from odoo.addons.service_center_stock.tests.common import PartsCommon

LAYOUT = "service_center_labels_stock.service_label_layout_lot_"


@tagged("post_install", "-at_install")
class TestPartLabel(PartsCommon):
    """The storekeeper labels what came in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.part.tracking = "serial"
        cls.lots = cls.env["stock.lot"].create(
            [
                {"name": name, "product_id": cls.part.id}
                for name in ("356938035643809", "SN-123/A", "Żółć №7")
            ]
        )

    def test_the_storekeeper_prints_labels_of_serials(self):
        self.lots.with_user(self.storekeeper).action_print_label()
        jobs = self.env["service.label.job"].with_user(self.storekeeper)
        job = jobs.search([])
        self.assertEqual((job.count, job.user_id), (3, self.storekeeper))
        self.assertTrue(base64.b64decode(job.file).startswith(b"%PDF"))

    def test_whoever_has_no_stock_prints_none(self):
        with self.assertRaises(AccessError):
            self.lots.with_user(self.outsider).action_print_label()

    def test_a_storekeeper_sees_and_cancels_no_labels_of_others(self):
        self.lots.with_user(self.storekeeper).action_print_label()
        jobs = self.env["service.label.job"]
        own = jobs.search([])
        other = own.copy({"user_id": self.head.id, "key": False, "state": "queued"})
        seen = jobs.with_user(self.storekeeper)
        self.assertEqual(seen.search([("id", "in", (own | other).ids)]), own)
        with self.assertRaises(AccessError):
            seen.browse(other.id).read(["state"])
        with self.assertRaises(AccessError):
            seen.browse(other.id).action_cancel()

    def test_a_storekeeper_sees_printers_of_his_branches_and_of_all(self):
        branches = {
            "Here": self.branch.id,
            "For all": False,
            "Elsewhere": self.other_branch.id,
        }
        printers = self.env["service.label.printer"].create(
            [
                {"name": name, "branch_id": branch, "host": "192.168.0.9"}
                for name, branch in branches.items()
            ]
        )
        seen = printers.with_user(self.storekeeper)
        self.assertEqual(
            seen.search([("id", "in", printers.ids)]), printers - printers[2]
        )

    def test_one_press_labels_a_whole_receipt(self):
        picking = self.env["stock.picking"].create(
            {"picking_type_id": self.branch.warehouse_id.in_type_id.id}
        )
        with self.assertRaisesRegex(UserError, "no part with a serial number"):
            picking.with_user(self.storekeeper).action_print_part_labels()
        self.env["stock.move.line"].create(
            [
                {
                    "picking_id": picking.id,
                    "product_id": self.part.id,
                    "lot_id": lot.id,
                    "quantity": 1,
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                }
                for lot in self.lots
            ]
        )
        picking.with_user(self.storekeeper).action_print_part_labels()
        job = self.env["service.label.job"].with_user(self.storekeeper).search([])
        self.assertEqual(job.count, 3)

    def test_a_scanner_reads_the_serial_from_every_layout(self):
        for layout in map(self.env.ref, (LAYOUT + "43_25", LAYOUT + "58_30")):
            for dpi in plan.RESOLUTIONS:
                drawn = layout._get_plan(dpi)
                labels = layout._draw(self.lots, dpi, zpl.write_label)
                for lot, data in zip(self.lots, labels, strict=True):
                    size = drawn.width, drawn.height
                    (printed,) = render_labels(data, *size, dpi)
                    codes = read_codes(printed)
                    with self.subTest(layout=layout.name, dpi=dpi, lot=lot.name):
                        wanted = set() if lot == self.lots[2] else {lot.name}
                        self.assertEqual(set(codes.values()), wanted)
                        is_digits = lot == self.lots[0]
                        has_bars = "bars" in layout.field_ids.mapped("type")
                        self.assertEqual("Code 128" in codes, is_digits and has_bars)

    def test_a_serial_too_long_for_bars_still_has_its_qr_code(self):
        lot = self.env["stock.lot"].create(
            {"name": "9" * 40, "product_id": self.part.id}
        )
        layout = self.env.ref(LAYOUT + "58_30")
        (data,) = layout._draw(lot, 203, zpl.write_label)
        self.assertIn(b"^BQN", data)
        self.assertNotIn(b"^BCN", data)
