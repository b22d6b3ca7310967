from odoo import api, fields, models
from odoo.fields import Command

from .service_order_device import DEVICE_FIELDS


class ServiceOrder(models.Model):
    """Checklists on the order: its own copy of the items, and what the door asks."""

    _inherit = "service.order"

    check_ids = fields.One2many("service.order.check", "order_id", "Checks")
    check_progress = fields.Char(
        "Checked",
        compute="_compute_check_progress",
        help="How many checks of this order are done.",
    )
    has_missing_checks = fields.Boolean(
        compute="_compute_has_missing_checks",
        help="A checklist was set up or changed after the order came to its stage.",
    )
    past_engineer_ids = fields.Many2many(
        "res.users",
        "service_order_past_engineer_rel",
        "order_id",
        "user_id",
        string="Past Engineers",
        readonly=True,
        copy=False,
        help="Who was the engineer of the order before, after work had begun. They do "
        "not check its quality.",
    )

    @api.depends("check_ids.result")
    @api.depends_context("lang")
    def _compute_check_progress(self):
        for order in self:
            checks = order.check_ids
            done = checks.filtered(lambda check: check.result != "open")
            order.check_progress = bool(checks) and self.env._(
                "%(done)s of %(total)s", done=len(done), total=len(checks)
            )

    @api.depends("check_ids", "device_type_id", "state")
    def _compute_has_missing_checks(self):
        missing = self._origin._get_missing_items()
        for order in self:
            order.has_missing_checks = bool(missing.get(order._origin))

    def _get_repairers(self):
        """Hook: the users who worked on the device, and so may not check it."""
        self.ensure_one()
        return self.engineer_id | self.past_engineer_ids

    def _get_checklists(self, stage=None):
        """The checklists in force for each order: by its company and device type.

        :param stage: only those to be complete before this stage
        :return: dictionary from order to a recordset of checklists, sudo
        """
        # sudo: the order's company decides, not the ones the user has switched on;
        # nobody but the head may change what this reads
        lists = self.env["service.checklist"].sudo()
        groups = self.grouped(
            lambda order: (order.company_id._origin, order.device_type_id._origin)
        )
        chosen = {key: lists._get_for(*key, stage) for key in groups}
        return {
            order: chosen[key] for key, orders in groups.items() for order in orders
        }

    def _get_missing_items(self):
        """Items of the checklists in force that an order has no row for yet."""
        return {
            # sudo: who may see the order may know what is to be checked on it
            order: order._filter_ahead(lists).item_ids - order.sudo().check_ids.item_id
            for order, lists in self._get_checklists().items()
            if order.state != "issued"
        }

    def _filter_ahead(self, checklists):
        """Without the lists that were to be done before the work was begun."""
        self.ensure_one()
        return checklists.filtered(
            lambda checklist: (
                not checklist.stage_ids
                or not all(self._is_behind(stage) for stage in checklist.stage_ids)
            )
        )

    def _is_behind(self, stage):
        """Whether the work has gone past this stage: only a return leads there."""
        return (
            bool(self.date_start)
            and stage.state == "in_progress"
            and stage.sequence <= self.stage_id.sequence
        )

    def action_sync_checks(self):
        """Bring the order's checks in step with the checklists of now."""
        self.check_access("write")
        self._sync_checks()
        return True

    def _sync_checks(self):
        """Add the rows that are missing; renew and drop open ones; keep all results."""
        # sudo: rows come from the templates alone; nobody may add or remove them
        orders_sudo = self.sudo().filtered(lambda order: order.state != "issued")
        values, to_renew, obsolete = [], {}, self.env["service.order.check"].sudo()
        for order, lists in orders_sudo._get_checklists().items():
            if not lists and not order.check_ids:
                continue
            lang = order._get_check_lang()
            missing = order._filter_ahead(lists).item_ids - order.check_ids.item_id
            values += [
                {"order_id": order.id, **item._prepare_check_values()}
                for item in missing.with_context(lang=lang)
            ]
            for check in order.check_ids.filtered(lambda c: c.result == "open"):
                if check.item_id in lists.item_ids:
                    to_renew.setdefault((check.item_id, lang), []).append(check.id)
                else:
                    obsolete |= check
        for (item, lang), ids in to_renew.items():
            obsolete.browse(ids)._renew(item.with_context(lang=lang))
        obsolete.unlink()
        obsolete.create(values)

    def _get_check_lang(self):
        """The language of the rows: the centre's own, whoever makes them."""
        return self.company_id.partner_id.lang or self.env.lang

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._sync_checks()
        return orders

    def write(self, vals):
        if "engineer_id" in vals:
            self._remember_engineers(vals["engineer_id"])
        res = super().write(vals)
        if not {"device_id", "branch_id", *DEVICE_FIELDS}.isdisjoint(vals):
            self._sync_checks()
        return res

    def _remember_engineers(self, engineer_id):
        """Whoever hands a begun repair over has still worked on it."""
        begun = self.filtered(
            lambda o: o.date_start and o.engineer_id.id != engineer_id
        )
        for engineer, orders in begun.grouped("engineer_id").items():
            if engineer:
                orders._write_server_fields(
                    {"past_engineer_ids": [Command.link(engineer.id)]}
                )

    def _get_stage_blockers(self, stage):
        blockers = super()._get_stage_blockers(stage)
        for order, lists in self._get_checklists(stage).items():
            if lists and not order._is_behind(stage):
                rows = {check.item_id._origin: check for check in order.check_ids}
                blockers[order] += lists._get_blockers(rows)
        return blockers

    def _on_stage_changed(self, old, new):
        res = super()._on_stage_changed(old, new)
        if new.state == "in_progress" and old.state in ("done", "issued"):
            self._reopen_final_checks()
        self._sync_checks()
        return res

    def _reopen_final_checks(self):
        """Work goes on: what was checked after it is checked once more.

        What failed stays as it is, for the engineer to read.
        """
        checks = self.check_ids.filtered(
            lambda check: (
                check.result in ("passed", "na")
                and {"done", "issued"}
                & set(check.checklist_id.stage_ids.mapped("state"))
            )
        )
        checks._reopen()

    def _return_to_bench(self):
        """Through the door, back to the stage of work; where there is none, stay."""
        for (old, branch), orders in self.grouped(
            lambda order: (order.stage_id, order.branch_id)
        ).items():
            bench = old._get_next(branch).filtered(
                lambda stage, old=old: (
                    stage.state == "in_progress" and stage.sequence < old.sequence
                )
            )
            if bench and old.state in ("in_progress", "done"):
                orders.write({"stage_id": bench[0].id})
