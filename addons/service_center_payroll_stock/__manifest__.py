{
    "name": "Service Center: Payroll and Parts",
    "summary": "Margins that people are paid by know what the parts really cost",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Center contributors",
    "website": "https://github.com/service-center-odoo/service-center",
    "license": "LGPL-3",
    "depends": ["service_center_payroll", "service_center_stock"],
    "auto_install": True,
}
