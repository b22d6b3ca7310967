from odoo import api, fields, models
from odoo.tools import SQL

from .account_journal import CASHIER, CONTROLLER


class ServiceDutyConflict(models.Model):
    """People who hold rights that belong to two persons: read from the groups."""

    _name = "service.duty.conflict"
    _description = "Conflict of Duties"
    _auto = False
    _order = "user_id, id"

    user_id = fields.Many2one("res.users", "Person", readonly=True)
    kind = fields.Selection(
        selection=lambda self: [
            (key, label) for key, label, _one, _two in self._get_duty_conflicts()
        ],
        string="Holds Both",
        readonly=True,
    )

    @api.model
    def _get_duty_conflicts(self):
        """Hook: tuples of a key, a text, and two groups not for one person.

        A seam with duties of its own calls super and appends.
        """
        return [
            (
                "cash",
                self.env._("Receives and pays out money, and voids cash orders"),
                CASHIER,
                CONTROLLER,
            )
        ]

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            SQL(
                """
                SELECT users.id * 100 + %(number)s AS id,
                       users.id AS user_id,
                       %(key)s AS kind
                  FROM res_users users
                 WHERE users.active AND NOT users.share AND users.id != %(root)s
                   AND %(one)s AND %(two)s
                """,
                number=number,
                key=key,
                root=api.SUPERUSER_ID,
                one=self._has_group_sql(one),
                two=self._has_group_sql(two),
            )
            for number, (key, _label, one, two) in enumerate(self._get_duty_conflicts())
        )

    def _has_group_sql(self, xml_id):
        """Whether a person holds this group, or one that implies it."""
        # sudo: which groups imply it is no secret
        groups = self.env.ref(xml_id).sudo().all_implied_by_ids
        return SQL(
            "EXISTS (SELECT 1 FROM res_groups_users_rel held "
            "WHERE held.uid = users.id AND held.gid IN %s)",
            tuple(groups.ids),
        )


class ServiceHome(models.AbstractModel):
    """How many people hold both, for the head of the centre."""

    _inherit = "service.home"

    def _get_home_tiles(self, branches):
        tiles = super()._get_home_tiles(branches)
        if not self.env.user.has_group("service_center.service_center_group_head"):
            return tiles
        conflicts = self.env["service.duty.conflict"]._read_group(
            [], [], ["user_id:count_distinct"]
        )
        figure = self._get_figure(
            "duty_conflicts",
            self.env._("Hold Conflicting Rights"),
            conflicts[0][0],
            tone="danger",
            action=self.env["ir.actions.act_window"]._for_xml_id(
                "service_center_cash.service_duty_conflict_action"
            ),
        )
        cash = next((tile for tile in tiles if tile["key"] == "cash"), None)
        if cash:
            cash["figures"].append(figure)
            return tiles
        return [
            *tiles,
            {
                "key": "duties",
                "type": "figures",
                "sequence": 61,
                "title": self.env._("Cash"),
                "figures": [figure],
            },
        ]
