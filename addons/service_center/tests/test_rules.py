from odoo.tests import tagged

from .common import ServiceCommon


@tagged("post_install", "-at_install")
class TestRules(ServiceCommon):
    """Rules are kept in memory, and each change of them counts from the next order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("pl_PL")
        cls.notices = cls.env["service.model.notice"]

    def _create_notice(self):
        return self.notices.create(
            {"text": "Swells when hot.", "device_type_id": self.phone_type.id}
        )

    def _get_texts(self, lang="en_US"):
        rules = self.notices.with_context(lang=lang)._get_all_rules()
        return [each.text for each in rules]

    def test_a_change_counts_at_once(self):
        self.assertNotIn("Swells when hot.", self._get_texts())
        notice = self._create_notice()
        self.assertIn("Swells when hot.", self._get_texts())
        notice.text = "Swells."
        self.assertIn("Swells.", self._get_texts())
        notice.unlink()
        self.assertNotIn("Swells.", self._get_texts())

    def test_a_translation_counts_at_once(self):
        notice = self._create_notice()
        self.assertIn("Swells when hot.", self._get_texts("pl_PL"))
        notice.update_field_translations("text", {"pl_PL": "Puchnie."})
        self.assertIn("Puchnie.", self._get_texts("pl_PL"))
