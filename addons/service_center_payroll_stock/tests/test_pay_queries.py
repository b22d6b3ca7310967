from odoo.tests import tagged

from odoo.addons.service_center_payroll.tests import test_pay_queries


@tagged("post_install", "-at_install")
class TestPayQueriesWithStock(test_pay_queries.TestPayQueries):
    """The same bounds hold where parts are kept in stock."""
