from unittest.mock import patch

from odoo.tests import tagged

from .access import AccessCase
from .access_doors import SECRET


@tagged("post_install", "-at_install")
class TestAccessMatrix(AccessCase):
    """Who may do what: found out by trying, compared with what was reviewed."""

    def test_what_everybody_may_do_is_as_reviewed(self):
        self.check_file("access_matrix.csv", self.get_matrix())

    def test_rules_groups_and_menus_are_as_reviewed(self):
        self.check_file("access_doors.csv", self.get_doors())

    def test_no_rule_can_go_unnoticed(self):
        self.assertFalse(self.get_idle_rules())

    def test_a_rule_that_does_nothing_is_noticed(self):
        name, rule = next(iter(self._get_own("ir.rule").items()))
        rules = {name: rule, "twin": rule.copy()}
        with patch.object(type(self), "_get_own", lambda *_arguments: rules):
            self.assertEqual(self.get_idle_rules(), [name, "twin"])
            rules.pop("twin").unlink()
            self.assertFalse(self.get_idle_rules())

    def test_costs_pay_and_identity_are_kept_by_field_groups(self):
        self.assertFalse(self.get_open_secrets())
        self.assertFalse(self.get_readable(self.engineer))

    def test_the_rule_knows_a_secret_by_its_name(self):
        for name in ("standard_price", "amount_margin", "passport_number", "passcode"):
            self.assertTrue(SECRET.search(name), name)
        for name in ("price_unit", "amount_total", "partner_phone", "percent"):
            self.assertFalse(SECRET.search(name), name)
