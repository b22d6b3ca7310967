from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache


class ChecklistRules(NamedTuple):
    """Where a checklist is in force, as plain data. An empty set: everywhere."""

    company_id: int
    device_type_ids: frozenset
    stage_ids: frozenset


class ServiceChecklist(models.Model):
    """What must be looked at before an order goes on: a template, kept by the head.

    Each order gets its own copy of the items (``service.order.check``).
    """

    _name = "service.checklist"
    _description = "Checklist"
    _inherit = ["service.rules.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies."
    )
    stage_ids = fields.Many2many(
        "service.stage",
        string="Complete Before",
        help="An order enters these stages only when the required items are done. "
        "No stage: the list only reminds.",
    )
    device_type_ids = fields.Many2many(
        "service.device.type",
        string="Device Types",
        help="For these types of devices only. None: for all.",
    )
    second_person = fields.Boolean(
        "Quality Check",
        help="To be done by somebody other than the engineer who repaired. If an item "
        "fails, the order goes back to the bench.",
    )
    item_ids = fields.One2many(
        "service.checklist.item", "checklist_id", "Items", copy=True
    )

    @api.model
    @ormcache()
    def _get_all_rules(self):
        """Where the checklists in use are in force, by identifier, in their order."""
        # sudo: whose list it is does not depend on who asks first
        return {
            checklist.id: ChecklistRules(
                company_id=checklist.company_id.id,
                device_type_ids=frozenset(checklist.device_type_ids._ids),
                stage_ids=frozenset(checklist.stage_ids._ids),
            )
            for checklist in self.sudo().search([])
        }

    @api.model
    def _get_for(self, company, device_type, stage=None):
        """The lists by which a company checks devices of this type.

        :param stage: only those to be complete before this stage
        """
        return self.browse(
            checklist_id
            for checklist_id, rules in self._get_all_rules().items()
            if rules.company_id in (False, company.id)
            and (not rules.device_type_ids or device_type.id in rules.device_type_ids)
            and (not stage or stage.id in rules.stage_ids)
        )

    def _get_blockers(self, rows):
        """Why an order with these checks may not go past these lists.

        :param rows: dictionary from item to the order's check of it
        :return: list of sentences
        """
        reasons = []
        for checklist in self:
            results = {
                item: rows[item].result if item in rows else "open"
                for item in checklist.item_ids
            }
            opened = [i for i, r in results.items() if r == "open" and i.required]
            failed = [i for i, r in results.items() if r == "failed"]
            if opened:
                reasons.append(
                    self.env._(
                        "Checklist “%(checklist)s”, still open: %(items)s.",
                        checklist=checklist.name,
                        items=", ".join(item.name for item in opened),
                    )
                )
            if failed and checklist.second_person:
                reasons.append(
                    self.env._(
                        "Quality check “%(checklist)s”, failed: %(items)s. Repair it "
                        "and have it checked again.",
                        checklist=checklist.name,
                        items=", ".join(item.name for item in failed),
                    )
                )
        return reasons


class ServiceChecklistItem(models.Model):
    """One thing to look at."""

    _name = "service.checklist.item"
    _description = "Checklist Item"
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one(
        "service.checklist", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    required = fields.Boolean(
        default=True,
        help="The order waits until this is passed, failed or does not apply.",
    )
    note = fields.Char(translate=True, help="How to check it, and what is good enough.")

    def _prepare_check_values(self):
        """The order's own copy of this item."""
        self.ensure_one()
        return {
            "item_id": self.id,
            "checklist_id": self.checklist_id.id,
            "sequence": self.sequence,
            "name": self.name,
            "required": self.required,
        }
