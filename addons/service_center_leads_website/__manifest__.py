{
    "name": "Service Center: Leads of the Website",
    "summary": "The form of requests in the website's own dress and builder",
    "version": "19.0.0.1.0",
    "category": "Services",
    "author": "Service Center contributors",
    "website": "https://github.com/service-center-odoo/service-center",
    "license": "LGPL-3",
    "depends": ["service_center_leads", "website_crm"],
    "data": ["data/ir_model_fields_data.xml", "views/request_templates.xml"],
    "auto_install": True,
}
