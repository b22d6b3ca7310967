{
    "name": "Service Center: Labels of Places",
    "summary": "A shelf is labelled, and a scan of it moves devices there",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Center contributors",
    "website": "https://github.com/service-center-odoo/service-center",
    "license": "LGPL-3",
    "depends": ["service_center_labels", "service_center_places"],
    "data": ["data/service_label_layout_data.xml", "views/service_place_views.xml"],
    "auto_install": True,
}
