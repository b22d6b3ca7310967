from odoo import api, models
from odoo.exceptions import UserError


class ServiceLabelMixin(models.AbstractModel):
    """What labels are stuck to: press once, and it is printed where it should be.

    A model says with ``_label_kind`` which labels it has.
    """

    _name = "service.label.mixin"
    _description = "What Has a Label"
    _label_kind = None

    def action_print_label(self, key=None):
        """Print a label of each record, where branch and person print that kind.

        Where nothing is said about that, a PDF is handed out.

        :param key: names this press; a second one with it prints nothing
        """
        return self._print_labels(key)._get_answer()

    def action_choose_label(self):
        """Look at the labels first, and choose layout and printer."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Labels"),
            "res_model": "service.label.print",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": self.ids,
            },
        }

    def _get_label_branch(self):
        """Hook: the branch whose printers print the label of this record."""
        return self.env["service.branch"]._get_default()

    def _print_labels(self, key=None):
        """Put labels of these records into the queues of their branches.

        :return: the jobs
        """
        jobs = self.env["service.label.job"]
        by_branch = self.grouped(lambda record: record._get_label_branch())
        for branch, records in by_branch.items():
            layout, printer, copies = self._get_label_way(branch)
            jobs |= jobs._enqueue(
                records,
                layout,
                printer,
                copies,
                key=key and f"{key}/{branch.id}",
                branch=branch,
            )
        return jobs

    def _prefetch_label(self):
        """Hook: read what labels of these records will ask for."""

    @api.model
    def _get_label_way(self, branch):
        """Layout, printer and copies for a branch and the current user."""
        company = branch.company_id or self.env.company
        way = self.env["service.label.assignment"]._find(
            self._label_kind, branch, company
        )
        if way:
            return way.layout_id, way.printer_id, way.copies
        layout = self.env["service.label.layout"].search(
            [
                ("kind", "=", self._label_kind),
                ("company_id", "in", [False, company.id]),
            ],
            limit=1,
        )
        if not layout:
            raise UserError(
                self.env._(
                    "There is no layout for this label. A head makes one in "
                    "Configuration → Labels."
                )
            )
        return layout, self.env["service.label.printer"], 1
