from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_secret import DETAILS, NUMBER, PASSCODE, SecretCommon

CLOSED = ("number_cipher", "details_cipher", "number_index", "key_name")


@tagged("post_install", "-at_install")
class TestSecretOracle(SecretCommon):
    """Not even the cipher comes out, on no path; each path would tell if it did.

    The desk may read the document itself, so that nothing but the closed field stands
    between it and the cipher. Every path is tried twice: as it is, and with the
    protection of the field taken away, when it has to leak. A path that never
    leaks proves nothing.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls._create_document()
        cls.decoy = cls._create_document(number="9999 000111", details="Other")
        cls.order = cls._create_order(passcode=PASSCODE, engineer_id=cls.engineer.id)
        # the desk may export, which it may not in the beginning
        cls.desk.group_ids += cls.env.ref("base.group_allow_export")
        cls.env.flush_all()
        cls.plain = [NUMBER, NUMBER.replace(" ", ""), DETAILS, PASSCODE]

    def _paths(self, name):
        """What a person may try to learn of a field: name of the path -> question."""
        document, token = self.document, self.document.sudo()[name]
        documents, partners = document.browse(), self.customer.browse()
        orders = self.order.browse()

        def as_user(records):
            return records.with_user(self.user)

        def searched(records, field, right, wrong):
            """Found by the right value and not by a wrong one: now it is known."""
            right, wrong = (
                as_user(records).search([(field, operator, value)]).ids
                for operator, value in (right, wrong)
            )
            return token if right != wrong else ""

        like = (("like", token[:-1]), ("like", token[:-1] + "~"))
        any_ = [("any", [(name, "like", each[1])]) for each in like]
        dotted = f"service_identity_ids.{name}"
        return {
            "read": lambda: as_user(document).read([name]),
            "web_read": lambda: as_user(document).web_read({name: {}}),
            "search_read": lambda: as_user(documents).search_read([], [name]),
            "web_search_read": lambda: as_user(documents).web_search_read(
                [], {name: {}}
            ),
            "attribute": lambda: as_user(document)[name],
            "mapped": lambda: as_user(document).mapped(name),
            "=": lambda: searched(documents, name, ("=", token), ("=", "x")),
            "like": lambda: searched(documents, name, *like),
            "dotted": lambda: searched(partners, dotted, *like),
            "any": lambda: searched(partners, "service_identity_ids", *any_),
            "dotted from an order": lambda: searched(
                orders, f"partner_id.{dotted}", *like
            ),
            "order by": lambda: (
                as_user(documents).search([], order=f"{name} desc, id") and token
            ),
            "group by": lambda: as_user(documents)._read_group([], [name], []),
            "web group by": lambda: as_user(documents).formatted_read_group(
                [], [name], []
            ),
            "aggregate": lambda: as_user(documents)._read_group(
                [], [], [f"{name}:array_agg"]
            ),
            "filtered": lambda: (
                as_user(document).filtered_domain([(name, "=", token)]) and token
            ),
            # past the refusal of the model itself
            "export": lambda: BaseModel.export_data(as_user(document), [name]),
            "export over the customer": lambda: as_user(self.customer).export_data(
                [f"service_identity_ids/{name}"]
            ),
            "onchange": lambda: as_user(document).onchange({}, [], {name: {}}),
            "web_read over the customer": lambda: as_user(self.customer).web_read(
                {"service_identity_ids": {"fields": {name: {}}}}
            ),
            "web_save": lambda: as_user(document).web_save(
                {"purpose": "Lent phone"}, {name: {}}
            ),
            "copy": lambda: as_user(document).copy_data(),
            "fields": lambda: token if name in as_user(documents).fields_get() else "",
        }

    def _ask(self, question):
        """What the person gets to read, as one text; a refusal is none."""
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                return str(question())
        except (AccessError, UserError, ValueError):
            return ""

    def _leaks(self, name):
        token = str(self.document.sudo()[name])
        return [
            path
            for path, question in self._paths(name).items()
            if token in self._ask(question)
        ]

    def test_no_path_gives_a_cipher_to_anybody(self):
        for user in (self.desk, self.trusted, self.head, self.engineer):
            self.user = user
            for name in CLOSED:
                with self.subTest(user=user.login, field=name):
                    self.assertEqual(self._leaks(name), [])

    def test_every_path_would_leak_without_the_protection(self):
        self.user = self.desk
        # such a field is not copied, and an onchange tells what it changes alone
        silent = {"copy", "onchange"}
        for name in CLOSED:
            field = self.document._fields[name]
            with self.subTest(field=name), patch.object(field, "groups", None):
                self.assertEqual(
                    set(self._paths(name)) - set(self._leaks(name)), silent
                )

    def test_a_passcode_is_no_ones_record(self):
        passcode = self.env["service.passcode"].search(
            [("order_id", "=", self.order.id)]
        )
        for user in (self.desk, self.engineer, self.head, self.outsider):
            mine = passcode.with_user(user)
            for act in (
                lambda m=mine: m.read(["order_id"]),
                lambda m=mine: m.search([]),
                lambda m=mine: m.name_search("Passcode"),
                lambda m=mine: m.write({"key_name": "x"}),
                lambda m=mine: m.sudo(False).web_search_read([], {"order_id": {}}),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    act()

    def test_what_is_not_stored_does_not_come_back(self):
        """The fields that secrets come in through, on the paths of a stored field."""
        cases = [
            (self.document, self.desk, ("number", "details", "scan")),
            (self.order, self.desk, ("passcode",)),
        ]
        for record, user, names in cases:
            for name in names:
                mine = record.with_user(user)
                domain = [(name, "=", PASSCODE)]
                for question in (
                    lambda m=mine, n=name: m.read([n]),
                    lambda m=mine, n=name: m.web_read({n: {}}),
                    lambda m=mine, n=name: m.export_data([n]),
                    lambda m=mine, n=name: m.onchange({}, [], {n: {}}),
                    lambda m=mine, n=name: m._read_group([], [n], []),
                    lambda m=mine, d=domain: m.search(d),
                    lambda m=mine, n=name: m.search([], order=n),
                    lambda m=mine, n=name: m.copy_data(),
                ):
                    with mute_logger(
                        "odoo.orm.models", "odoo.domains", "odoo.orm.domains"
                    ):
                        answer = self._ask(question)
                    for plain in self.plain:
                        self.assertNotIn(plain, answer)

    def test_engineers_read_nothing_about_passports_over_the_customer(self):
        for name in ("service_identity_ids", "service_identity_count"):
            with self.assertRaises(AccessError):
                self.customer.with_user(self.engineer).read([name])

    def test_names_say_nothing(self):
        for record in (self.document, self.order.with_user(self.desk)):
            for plain in self.plain:
                self.assertNotIn(plain, record.display_name)
        found = self.document.with_user(self.desk).name_search(NUMBER)
        self.assertFalse(found)
