{
    "name": "Service Center: SMS about Parts",
    "summary": "The customer knows that the parts for his device are there",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Center contributors",
    "website": "https://github.com/service-center-odoo/service-center",
    "license": "LGPL-3",
    "depends": ["service_center_sms", "service_center_stock"],
    "data": ["data/service_sms_text_data.xml"],
    "auto_install": True,
}
