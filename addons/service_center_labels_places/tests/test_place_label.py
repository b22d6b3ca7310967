from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.service_center_labels.tests.zpl_room import read_codes, render_labels
from odoo.addons.service_center_labels.tools import plan, zpl
from odoo.addons.service_center_places.tests.common import PlaceCommon

LAYOUT = "service_center_labels_places.service_label_layout_place_"


@tagged("post_install", "-at_install")
class TestPlaceLabel(PlaceCommon):
    """Shelves are labelled, and the scanner reads the code that moves devices."""

    def test_the_desk_prints_the_labels_of_its_places(self):
        (self.shelf + self.bench).with_user(self.desk).action_print_label()
        job = self.env["service.label.job"].with_user(self.desk).search([])
        self.assertEqual((job.count, job.branch_id), (2, self.branch))

    def test_places_of_other_branches_are_not_printed(self):
        with self.assertRaises(AccessError):
            self.shelf.with_user(self.outsider).action_print_label()

    def test_a_name_does_not_stand_on_a_label_twice(self):
        layout = self.env.ref(LAYOUT + "58_40")
        inside = {"branch_id": self.branch.id, "parent_id": self.shelf.id}
        board = self.places.create({"name": "Board 1", **inside})
        on_shelf, on_board = layout._get_values(self.shelf + board)
        self.assertFalse(on_shelf["whole"])
        self.assertEqual(on_board["whole"], "Shelf A / Board 1")

    def test_a_scanner_reads_the_code_of_the_place(self):
        for layout in map(self.env.ref, (LAYOUT + "58_40", LAYOUT + "100_50")):
            for dpi in plan.RESOLUTIONS:
                drawn = layout._get_plan(dpi)
                (data,) = layout._draw(self.shelf, dpi, zpl.write_label)
                size = drawn.width, drawn.height
                (printed,) = render_labels(data, *size, dpi)
                wanted = {"Code 128": self.shelf.code, "QR Code": self.shelf.code}
                self.assertEqual(read_codes(printed), wanted)
