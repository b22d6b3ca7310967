{
    "name": "Service Center: Parts",
    "summary": "A part on an order, its stock move and its invoice line are one fact",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Center contributors",
    "website": "https://github.com/service-center-odoo/service-center",
    "license": "LGPL-3",
    "depends": ["service_center", "purchase_stock"],
    "data": [
        "security/service_center_stock_groups.xml",
        "security/ir.model.access.csv",
        "security/service_center_stock_security.xml",
        "views/service_order_views.xml",
        "views/service_parts_menus.xml",
        "views/stock_move_views.xml",
    ],
    "post_init_hook": "post_init_hook",
}
