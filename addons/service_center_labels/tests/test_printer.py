import socket
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import wire
from .common import LabelCommon

PRIVATE = wire.parse_networks("10.0.0.0/8, 172.16.0.0/12 192.168.0.0/16")
PORTS = wire.parse_ports("9100-9107, 6101")


@tagged("post_install", "-at_install")
class TestPrinter(LabelCommon):
    """Odoo connects to printers, and to nothing else that a name may stand for."""

    def _found(self, *addresses):
        answer = [(socket.AF_INET, 1, 6, "", (each, 9100)) for each in addresses]
        return patch.object(socket, "getaddrinfo", return_value=answer)

    def test_addresses_of_printers_are_allowed(self):
        for address in ("192.168.1.50", "10.1.2.3", "172.31.0.9", "::ffff:10.0.0.1"):
            with self._found(address):
                self.assertEqual(
                    wire.find_address("printer", 9100, PRIVATE, PORTS), address
                )

    def test_all_other_addresses_are_refused(self):
        for address in (
            *("127.0.0.1", "0.0.0.0", "169.254.169.254", "8.8.8.8", "172.32.0.1"),
            *("::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "100.64.0.1"),
            *("255.255.255.255", "224.0.0.1"),
        ):
            with (
                self.subTest(address=address),
                self._found(address),
                self.assertRaises(wire.NotAllowed),
            ):
                wire.find_address("printer", 9100, PRIVATE, PORTS)

    def test_a_name_that_also_stands_for_another_address_is_refused(self):
        found = self._found("192.168.1.5", "127.0.0.1")
        with found, self.assertRaises(wire.NotAllowed):
            wire.find_address("printer", 9100, PRIVATE, PORTS)

    def test_other_ports_are_refused(self):
        for port in (22, 80, 5432, 6379, 8069, 9099, 9108):
            with (
                self.subTest(port=port),
                self._found("192.168.1.5"),
                self.assertRaises(wire.NotAllowed),
            ):
                wire.find_address("printer", port, PRIVATE, PORTS)

    def test_a_name_is_looked_up_once_and_that_address_is_connected_to(self):
        """Whoever answers otherwise a second later gains nothing."""
        fake = self._connect()
        self.printer.host = "printer.test"
        self._press()
        answers = [
            [(socket.AF_INET, 1, 6, "", ("127.0.0.1", fake.port))],
            [(socket.AF_INET, 1, 6, "", ("169.254.169.254", fake.port))],
        ]
        real, asked = socket.getaddrinfo, []

        def look_up(host, *args, **more):
            if host == "printer.test":
                asked.append(host)
                return answers.pop(0)
            return real(host, *args, **more)

        with patch.object(socket, "getaddrinfo", look_up):
            self._work()
        self.assertEqual(len(asked), 1)
        self.assertEqual(len(fake.wait(1)), 1)

    def test_a_head_is_told_at_once_that_an_address_is_not_allowed(self):
        printer = self.printer.with_user(self.head)
        for values in ({"host": "8.8.8.8"}, {"host": "169.254.169.254"}):
            with self.assertRaisesRegex(ValidationError, "no network of printers"):
                printer.write(values)

    def test_a_printer_in_the_network_has_an_address(self):
        with self.assertRaisesRegex(ValidationError, "write the address"):
            self.printer.host = False

    def test_only_a_head_sets_printers_up_and_knows_where_they_are(self):
        for user in (self.desk, self.engineer):
            printer = self.printer.with_user(user)
            self.assertEqual(printer.name, "Zebra")
            with self.assertRaises(AccessError):
                printer.read(["host"])
            with self.assertRaises(AccessError):
                printer.name = "Mine"

    def test_nobody_lifts_the_mark_of_the_database(self):
        with self.assertRaisesRegex(UserError, "fills this in by itself"):
            self.printer.with_user(self.head).database_uuid = "other"

    def test_settings_say_what_is_wrong_with_a_network(self):
        settings = self.env["res.config.settings"]
        for values in (
            {"service_label_networks": "everywhere"},
            {"service_label_networks": "10.0.0.1/8"},
            {"service_label_ports": "many"},
        ):
            with self.assertRaisesRegex(ValidationError, "write networks like"):
                settings.create(values)

    def test_networks_that_nobody_understands_allow_nothing(self):
        fake = self._connect()
        job = self._press()
        self.env["ir.config_parameter"].set_param(
            "service_center_labels.networks", "somewhere"
        )
        self._work()
        self.assertEqual((job.state, fake.callers), ("failed", 0))

    def test_a_printer_with_a_history_is_archived_not_deleted(self):
        self._press()
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.printer.unlink()

    def test_a_test_label_is_printed(self):
        fake = self._connect()
        self.printer.with_user(self.head).action_print_test()
        self._work()
        self.assertEqual(fake.wait(1)[0].count(b"^XA"), 1)

    def test_the_closest_line_says_where_labels_come_out(self):
        find = self.env["service.label.assignment"].with_user(self.desk)._find
        company = self.env.company
        self.assertEqual(find("order", self.branch, company), self.assignment)
        lines = {}
        for name, vals in (
            ("branch", {"branch_id": self.branch.id}),
            ("person", {"user_id": self.desk.id}),
            ("both", {"branch_id": self.branch.id, "user_id": self.desk.id}),
        ):
            lines[name] = self.assignment.copy(vals)
            self.assertEqual(find("order", self.branch, company), lines[name], name)
        self.assertEqual(find("order", self.other_branch, company), lines["person"])
        of_other = find("order", self.branch, company).with_user(self.engineer)
        self.assertEqual(
            of_other.with_env(self.env(user=self.engineer))._find(
                "order", self.branch, company
            ),
            lines["branch"],
        )
        self.assertFalse(find("product", self.branch, company))

    def test_an_archived_printer_is_no_way(self):
        self.printer.active = False
        answer = self.order.with_user(self.desk).action_print_label()
        self.assertEqual(answer["type"], "ir.actions.act_url")
