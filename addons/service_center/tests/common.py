from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import DISABLED_MAIL_CONTEXT, BaseCommon


class ServiceCommon(BaseCommon):
    """Two branches, a person of each role, a price list. Seams build on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.country_id = cls.env.ref("base.ru")
        cls.branch, cls.other_branch = cls.env["service.branch"].create(
            [{"name": "Station", "code": "ST"}, {"name": "Market", "code": "MK"}]
        )
        cls.desk = cls._create_user("desk", "manager", cls.branch)
        cls.engineer = cls._create_user("engineer", "engineer", cls.branch)
        cls.colleague = cls._create_user("colleague", "engineer", cls.branch)
        cls.stranger = cls._create_user("stranger", "manager", cls.other_branch)
        cls.head = cls._create_user("head", "head")
        cls.outsider = new_test_user(cls.env, "outsider", groups="base.group_user")

        stage = "service_center.service_stage_"
        cls.stage_new = cls.env.ref(stage + "new")
        cls.stage_in_progress = cls.env.ref(stage + "in_progress")
        cls.stage_waiting_parts = cls.env.ref(stage + "waiting_parts")
        cls.stage_done = cls.env.ref(stage + "done")
        cls.stage_refused = cls.env.ref(stage + "refused")
        cls.stage_issued = cls.env.ref(stage + "issued")

        cls.phone_type = cls.env.ref("service_center.service_device_type_phone")
        cls.brand = cls.env["service.device.brand"].create({"name": "Nokla"})
        cls.model = cls.env["service.device.model"].create(
            {"name": "X7", "brand_id": cls.brand.id, "type_id": cls.phone_type.id}
        )
        cls.customer = cls.env["res.partner"].create(
            {"name": "Анна Крылова", "phone": "+7 912 345-67-89"}
        )
        cls.tax = cls.env["account.tax"].create(
            {"name": "VAT 20", "amount": 20, "type_tax_use": "sale"}
        )
        cls.work, cls.part = cls.env["product.product"].create(
            [
                {
                    "name": "Screen replacement",
                    "type": "service",
                    "list_price": 1500,
                    "taxes_id": [Command.set(cls.tax.ids)],
                },
                {
                    "name": "Screen X7",
                    "type": "consu",
                    "list_price": 3333.33,
                    "taxes_id": [Command.set(cls.tax.ids)],
                },
            ]
        )

    # tests run without chatter; those about it put this into the context
    TRACKED = dict.fromkeys(DISABLED_MAIL_CONTEXT, False)

    def _write_notes(self):
        """Write the notes on tracked changes, as the end of a transaction does."""
        self.env.flush_all()
        self.cr.precommit.run()

    def _count_queries(self, act):
        """Queries of an act as a request of its own: it reads and writes everything."""
        self._write_notes()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        self._write_notes()
        return self.cr.sql_log_count - before

    @classmethod
    def _create_user(cls, login, role, branches=None):
        user = new_test_user(
            cls.env, login, groups=f"service_center.service_center_group_{role}"
        )
        if branches:
            branches.user_ids = [Command.link(user.id)]
        return user

    @classmethod
    def _create_order(cls, user=None, **vals):
        """An order taken in by the desk: a known customer with a known model."""
        return (
            cls.env["service.order"]
            .with_user(user or cls.desk)
            .create(
                {
                    "branch_id": cls.branch.id,
                    "partner_id": cls.customer.id,
                    "serial": vals.pop("serial", "SN-000-1"),
                    "device_model_id": cls.model.id,
                    "fault": "Does not switch on",
                    **vals,
                }
            )
        )

    @classmethod
    def _finish(cls, order):
        """Let the engineer repair an order to the end."""
        order = order.with_user(cls.engineer)
        order.action_start()
        order.diagnosis = "Broken screen"
        order.action_done()
        return order
