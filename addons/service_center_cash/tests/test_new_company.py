from odoo.tests import tagged

from .common import CashCommon


@tagged("post_install", "-at_install")
class TestNewCompany(CashCommon):
    """A company that comes later begins with the same purposes of cash."""

    def _get_purposes(self, company):
        return self.env["service.cash.purpose"].search(
            [("company_id", "=", company.id)]
        )

    def test_a_company_gets_its_purposes_with_its_accounts_once(self):
        company = self.env["res.company"].create({"name": "Later", "country_id": 233})
        charts = self.env["account.chart.template"]
        charts.try_loading("generic_coa", company, install_demo=False)
        purposes = self._get_purposes(company)
        self.assertEqual(len(purposes), len(purposes._get_usual()))
        fuel = purposes.filtered(lambda each: each.name == "Fuel")
        self.assertIn(company, fuel.account_id.company_ids)
        purposes[0].active = False
        charts.try_loading("generic_coa", company, install_demo=False)
        self.assertEqual(self._get_purposes(company), purposes[1:])

    def test_a_branch_gets_them_too(self):
        company = self.env["res.company"].create({"name": "Later", "country_id": 233})
        branch = self.env["res.company"].create(
            {"name": "Its branch", "parent_id": company.id}
        )
        self.env["account.chart.template"].try_loading(
            "generic_coa", company, install_demo=False
        )
        later = self.env["res.company"].create(
            {"name": "Its second branch", "parent_id": company.id}
        )
        self.env.cr.precommit.run()  # as at the end of the request
        for each in (company, branch, later):
            with self.subTest(company=each.name):
                self.assertTrue(self._get_purposes(each).account_id)
