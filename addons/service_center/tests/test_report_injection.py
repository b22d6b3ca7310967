from itertools import count, cycle

from odoo.tests import tagged

from .common_report import REPORTS, ReportCommon
from .injections import STRINGS


@tagged("post_install", "-at_install")
class TestReportInjection(ReportCommon):
    """Whatever is typed into a field is printed as a text, and loads nothing."""

    def _fill(self, order, text):
        """Type the text into every field that a document prints."""
        order = order.sudo()
        texts = ("fault", "appearance", "intake_note", "diagnosis", "result")
        texts += ("recommendation", "refusal_reason")
        order.write({name: text() for name in texts})
        order.line_ids.write({"name": text()})
        order.accessory_ids = order.accessory_ids.create(
            {"name": f"{text()} {order.id}"}
        )
        order.partner_id.write({"name": text()})
        order.partner_phone = text()
        order.payer_id = order.partner_id.create({"name": text()})
        order.device_id.serial = f"{text()} {order.id}"
        for check in order.check_ids:
            check.write({"name": text(), "comment": text(), "result": "passed"})

    def _set_up(self, text):
        """What all orders share: company, branch, people, device, texts."""
        self.env.company.write(
            {
                "name": text(),
                "street": text(),
                "city": text(),
                "vat": text(),
                "company_registry": text(),
                "phone": text(),
                "website": text(),
            }
        )
        self.env.company.partner_id.email = text()
        place = self.env["res.partner"].create(
            {"name": text(), "street": text(), "phone": text(), "email": text()}
        )
        self.branch.write({"name": text(), "partner_id": place.id})
        self.env["res.partner.bank"].create(
            {
                "acc_number": text(),
                "partner_id": self.env.company.partner_id.id,
                "bank_id": self.env["res.bank"]
                .create({"name": text(), "bic": text()})
                .id,
            }
        )
        self.phone_type.name = text()
        self.brand.name = text()
        self.model.name = text()
        self.tax.write({"name": text()})
        self.tax.tax_group_id.name = text()
        (self.desk + self.engineer).partner_id.write({"name": text()})
        self.env["service.model.notice"].create(
            {"text": text(), "device_type_id": self.phone_type.id}
        )
        for terms in self.env["service.document.terms"].search([]):
            terms.text = text() + "\n\n" + text()

    def _shape(self, tree):
        """The elements and attributes of a print, without any text."""
        return [
            (element.tag, *sorted(element.attrib))
            for element in tree.xpath("//main")[0].iter()
        ]

    def test_markup_in_a_field_changes_nothing_but_the_text(self):
        checklist = self.env["service.checklist"].create({"name": "L"})
        checklist.item_ids.create({"checklist_id": checklist.id, "name": "Item"})
        quality = checklist.create({"name": "Q", "second_person": True})
        quality.item_ids.create({"checklist_id": quality.id, "name": "Item"})
        repaired, refused = (
            self.env["service.order"].union(
                *(
                    make(
                        serial=f"{make.__name__}{number}",
                        partner_id=self.customer.copy().id,
                    )
                    for number in range(10)
                )
            )
            for make in (self._repaired, self._refused)
        )
        texts = {
            "harmless": map("harmless {}".format, count()),
            "corpus": cycle(STRINGS),
        }
        shapes = {}
        for kind, each in texts.items():
            text = each.__next__
            self._set_up(text)
            for order in repaired + refused:
                self._fill(order, text)
            self.env.flush_all()
            for report in REPORTS:
                tree = self._render(report, refused if "ref" in report else repaired)
                shapes.setdefault(report, []).append(self._shape(tree))
                if kind == "corpus":
                    self._check_loads_nothing(tree, report)
        for report, (harmless, corpus) in shapes.items():
            with self.subTest(report):
                self.assertEqual(corpus, harmless)

    def _check_loads_nothing(self, tree, report):
        main = tree.xpath("//main")[0]
        for source in main.xpath(".//@src | .//@href | .//@data | .//@background"):
            self.assertTrue(source.startswith("data:image/"), f"{report}: {source}")
        self.assertFalse(main.xpath(".//script | .//iframe | .//object | .//link"))
        for style in main.xpath(".//style/text() | .//@style"):
            self.assertNotIn("url(", style)
            self.assertNotIn("@import", style)
