{
    "name": "Service Center: Labels through Report to Printer",
    "summary": "Labels on printers of CUPS and other printing systems",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Center contributors",
    "website": "https://github.com/service-center-odoo/service-center",
    "license": "AGPL-3",
    "depends": ["service_center_labels", "base_report_to_printer"],
    "data": ["views/service_label_printer_views.xml"],
    "auto_install": True,
}
