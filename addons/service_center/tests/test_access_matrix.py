from unittest.mock import patch

from odoo.tests import tagged

from .access import AccessCase, ReviewedRules
from .access_doors import SECRET


@tagged("post_install", "-at_install")
class TestAccessMatrix(ReviewedRules, AccessCase):
    """Who may do what: found out by trying, compared with what was reviewed."""

    def test_a_rule_that_does_nothing_is_noticed(self):
        name, rule = next(iter(self._get_own("ir.rule").items()))
        rules = {name: rule, "twin": rule.copy()}
        with patch.object(type(self), "_get_own", lambda *_arguments: rules):
            self.assertEqual(self.get_idle_rules(), [name, "twin"])
            rules.pop("twin").unlink()
            self.assertFalse(self.get_idle_rules())

    def test_costs_pay_and_identity_are_kept_by_field_groups(self):
        self.assertFalse(self.get_readable(self.engineer))

    def test_the_rule_knows_a_secret_by_its_name(self):
        for name in ("standard_price", "amount_margin", "passport_number", "passcode"):
            self.assertTrue(SECRET.search(name), name)
        for name in ("price_unit", "amount_total", "partner_phone", "percent"):
            self.assertFalse(SECRET.search(name), name)
