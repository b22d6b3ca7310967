from odoo import models
from odoo.exceptions import UserError


class ServicePartsClaim(models.Model):
    """Removed parts that wait for their vendor get onto claims."""

    _inherit = "service.parts.claim"

    def action_collect(self):
        """Put all removed parts on the claim that wait for this vendor."""
        self.check_access("write")
        self._stand_in_line()
        for claim in self:
            if claim.state != "draft":
                raise UserError(
                    self.env._("%(claim)s was sent: make another.", claim=claim.name)
                )
            parts = self.env["service.removed.part"].search(claim._get_waiting_domain())
            parts._put_on(claim)
        return True

    def _get_waiting_domain(self):
        """Removed parts that would go on this claim."""
        self.ensure_one()
        return [
            ("branch_id", "=", self.branch_id.id),
            ("vendor_id", "=", self.partner_id.id),
            ("fate", "=", "vendor"),
            ("state", "=", "open"),
        ]


class ServiceRemovedPart(models.Model):
    _inherit = "service.removed.part"

    def action_claim(self):
        """Put these parts on drafts of claims, one for each branch and vendor."""
        parts = self.filtered(lambda p: p.fate == "vendor" and p.state == "open")
        without = parts.filtered(lambda part: not part.vendor_id)
        if without or not parts:
            raise UserError(
                self.env._(
                    "%(parts)s: name the vendor first.",
                    parts=", ".join(without.mapped("name")),
                )
                if without
                else self.env._("None of these waits for a claim to its vendor.")
            )
        claims = self.env["service.parts.claim"]
        for (branch, vendor), mine in parts.grouped(
            lambda part: (part.branch_id, part.vendor_id)
        ).items():
            values = {"branch_id": branch.id, "partner_id": vendor.id}
            draft = claims.search(
                [*((k, "=", v) for k, v in values.items()), ("state", "=", "draft")],
                limit=1,
            )
            draft._stand_in_line()
            claim = draft or claims.create(values)
            mine._put_on(claim)
            claims += claim
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Claims"),
            "res_model": claims._name,
            "domain": [("id", "in", claims.ids)],
            "views": [(False, "list"), (False, "form")]
            if len(claims) > 1
            else [(False, "form")],
            "res_id": claims.id if len(claims) == 1 else False,
        }

    def _put_on(self, claim):
        lines = self.env["service.parts.claim.line"]
        return lines.create(
            [{"claim_id": claim.id, "removed_part_id": part.id} for part in self]
        )
