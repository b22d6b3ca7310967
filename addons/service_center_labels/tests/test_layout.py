from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import LabelCommon


@tagged("post_install", "-at_install")
class TestLayout(LabelCommon):
    """A head changes a layout, and cannot spoil it."""

    def _layout(self, *fields, **more):
        return (
            self.env["service.label.layout"]
            .with_user(self.head)
            .create(
                {
                    "name": "Mine",
                    "field_ids": [Command.create(each) for each in fields],
                    **more,
                }
            )
        )

    CODE = {
        "type": "bars",
        "source": "code",
        "x": 2,
        "y": 20,
        "width": 54,
        "height": 15,
    }

    def test_a_head_makes_a_layout_and_sees_it(self):
        layout = self._layout(self.CODE, {"source": "number", "x": 2, "y": 2})
        self.assertTrue(layout.preview)
        with Form(layout) as form:
            before = form.preview
            with form.field_ids.edit(1) as field:
                field.x = 20
            self.assertNotEqual(form.preview, before)

    def test_others_only_read(self):
        for user in (self.desk, self.engineer):
            self.assertTrue(self.layout.with_user(user).preview)
            with self.assertRaises(AccessError):
                self.layout.with_user(user).width = 50

    def test_a_field_beyond_the_edge_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "beyond the edge"):
            self._layout({"source": "number", "x": 50, "y": 2, "width": 20})
        with self.assertRaisesRegex(ValidationError, "beyond the edge"):
            self._layout({"source": "number", "x": 1, "y": 38})

    def test_a_label_made_smaller_than_its_fields_is_refused(self):
        layout = self._layout(self.CODE)
        with self.assertRaisesRegex(ValidationError, "beyond the edge"):
            layout.height = 30

    def test_nothing_may_lie_over_a_code(self):
        with self.assertRaisesRegex(ValidationError, "lies over the code"):
            self._layout(self.CODE, {"source": "fault", "x": 2, "y": 18})
        with self.assertRaisesRegex(ValidationError, "lies over the code"):
            layout = self._layout(self.CODE, {"source": "fault", "x": 2, "y": 10})
            layout.field_ids[1].y = 16

    def test_a_code_that_could_not_be_read_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "too small for the code"):
            self._layout({**self.CODE, "width": 12})
        layout = self._layout(self.CODE)
        with self.assertRaisesRegex(ValidationError, "too small for the code"):
            layout.field_ids.width = 12

    def test_bars_of_something_else_than_a_code_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "choose a code"):
            self._layout({**self.CODE, "source": "number"})

    def test_a_value_of_another_kind_of_label_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "has no value"):
            self._layout({"source": "price", "x": 2, "y": 2})
        with self.assertRaisesRegex(ValidationError, "has no value"):
            self._layout({"source": "fault", "x": 2, "y": 2}).kind = "product"

    def test_a_text_without_words_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "says nothing"):
            self._layout({"x": 2, "y": 2})

    def test_a_longer_code_than_its_place_is_told_when_it_is_printed(self):
        layout = self.layout.search([("kind", "=", "product")], limit=1)
        self.part.barcode = "1" * 60
        with self.assertRaisesRegex(UserError, "too small for the code"):
            self.jobs._enqueue(self.part, layout, self.printer)
