import base64
from email.message import EmailMessage

from odoo.addons.service_center.tests.common import ServiceCommon
from odoo.addons.service_center.tests.common_intake import picture


class LeadsCommon(ServiceCommon):
    """Letters to a branch, as the gateway gets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "repair.example.com", "company_ids": [(4, cls.env.company.id)]}
        )
        cls.leads = cls.env["crm.lead"]
        cls.threads = cls.env["mail.thread"]
        cls.letters = cls.env["service.mail.quarantine"]
        cls.address = f"{cls.branch.lead_team_id.alias_name}@{cls.domain.name}"
        cls.env.company.alias_domain_id = cls.domain
        cls.branch.lead_team_id.alias_id.alias_domain_id = cls.domain
        cls.known = cls.env["res.partner"].create(
            {
                "name": "Пётр Сеитов",
                "email": "petr@example.com",
                "phone": "+7 912 111-22-33",
            }
        )

    def setUp(self):
        super().setUp()
        self.number = 0
        if not type(self)._registry_patched:
            self.registry_enter_test_mode()

    def _letter(self, text="My Nokla X7 does not charge", subject="Help", **more):
        """The bytes of a letter to the branch."""
        self.number += 1
        message = EmailMessage()
        message["Subject"] = subject
        message["From"] = more.pop("sender", "Ann Visitor <ann@elsewhere.example>")
        message["To"] = more.pop("to", self.address)
        message["Message-Id"] = more.pop("msgid", f"<{self.number}@elsewhere.example>")
        for name, value in more.pop("headers", {}).items():
            message[name] = value
        message.set_content(text)
        if "html" in more:
            message.add_alternative(more.pop("html"), subtype="html")
        for name in more.pop("photos", ()):
            message.add_attachment(
                base64.b64decode(picture()),
                maintype="image",
                subtype="jpeg",
                filename=name,
            )
        return message.as_bytes()

    def _receive(self, *args, **kwargs):
        """The lead that a letter became, or nothing."""
        found = self.threads.message_process(False, self._letter(*args, **kwargs))
        self.env.invalidate_all()
        return self.leads.browse(found or [])
