from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache


class IntakeRules(NamedTuple):
    """What intake of a type asks for, as plain data; by default nothing."""

    photo_count: int = 0
    accessories: bool = False
    appearance: bool = False
    signature: bool = False


class ServiceDeviceType(models.Model):
    """What must be there before a device of this type is receipted and worked on."""

    _name = "service.device.type"
    _inherit = ["service.device.type", "service.rules.mixin"]

    intake_photo_count = fields.Integer(
        "Photos at Intake",
        help="How many photos are taken at least, before the receipt. 0: none needed.",
    )
    intake_accessories = fields.Boolean(
        "Accessories Named",
        help="What was handed in with the device is named, or it is said that nothing "
        "was.",
    )
    intake_appearance = fields.Boolean(
        "Appearance Described",
        help="Scratches, dents, traces of water are written down before the receipt.",
    )
    intake_signature = fields.Boolean(
        "Receipt Signed",
        help="Nobody begins to work before the customer has signed the receipt.",
    )

    _intake_photo_count_positive = models.Constraint(
        "CHECK (intake_photo_count >= 0)",
        "The number of photos at intake cannot be less than 0.",
    )

    @api.model
    @ormcache()
    def _get_all_intake_rules(self):
        """The types that ask for something at intake, by identifier."""
        # sudo: the same for everybody, for it is cached
        types_sudo = self.sudo().with_context(active_test=False).search([])
        found = {
            each.id: IntakeRules(
                each.intake_photo_count,
                each.intake_accessories,
                each.intake_appearance,
                each.intake_signature,
            )
            for each in types_sudo
        }
        return {key: rules for key, rules in found.items() if any(rules)}

    def _get_intake_rules(self):
        """What intake of a device of this type, or of no type, asks for."""
        return self._get_all_intake_rules().get(self.id, IntakeRules())
