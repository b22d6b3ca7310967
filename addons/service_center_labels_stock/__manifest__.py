{
    "name": "Service Center: Labels of Parts",
    "summary": "A serial part is labelled when it comes in",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Center contributors",
    "website": "https://github.com/service-center-odoo/service-center",
    "license": "LGPL-3",
    "depends": ["service_center_labels", "service_center_stock"],
    "data": [
        "security/ir.model.access.csv",
        "security/service_label_security.xml",
        "data/service_label_layout_data.xml",
        "views/stock_lot_views.xml",
    ],
    "auto_install": True,
}
