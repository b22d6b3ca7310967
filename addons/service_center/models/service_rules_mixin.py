from odoo import api, models


class ServiceRulesMixin(models.AbstractModel):
    """Rules that a head changes now and then, and that every order asks for.

    A model of such rules keeps them in memory as plain data, by a method with
    ``ormcache``; any change of its records forgets them, in all servers.
    """

    _name = "service.rules.mixin"
    _description = "Rules kept in memory"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        res = super().write(vals)
        self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res
