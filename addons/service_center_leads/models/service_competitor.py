from odoo import fields, models


class ServiceCompetitor(models.Model):
    """Another repair centre that customers speak of."""

    _name = "service.competitor"
    _description = "Competitor"
    _order = "name, id"

    name = fields.Char(required=True, index="trigram")
    active = fields.Boolean(default=True)
    note = fields.Text(help="Prices, strengths, what customers say.")
    lead_ids = fields.One2many("crm.lead", "competitor_id", "Leads")

    _name_uniq = models.UniqueIndex(
        "(lower(name))", "This competitor is already in the list."
    )
