from odoo import api, fields, models
from odoo.tools import ormcache

DOCUMENTS = [
    ("intake", "Intake Receipt"),
    ("work_order", "Work Order"),
    ("worksheet", "Worksheet"),
    ("inspection", "Inspection Act"),
    ("act", "Act of Completed Works"),
    ("warranty", "Warranty Card"),
    ("refusal", "Refusal Sheet"),
    ("sale", "Sales Receipt"),
]


class ServiceDocumentTerms(models.Model):
    """What a printed document says above its signatures, as the head words it.

    For all, for a company, or for one branch: the closest text is printed. A seam that
    prints a document of its own adds it to ``document``.
    """

    _name = "service.document.terms"
    _description = "Terms on a Document"
    _inherit = ["service.rules.mixin"]
    _order = "document, company_id, branch_id, id"
    _rec_name = "document"
    _check_company_auto = True

    document = fields.Selection(
        DOCUMENTS, required=True, help="The document below which the text stands."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for all companies that have no text of their own.",
    )
    branch_id = fields.Many2one(
        "service.branch",
        index="btree_not_null",
        check_company=True,
        ondelete="cascade",
        help="Empty: for all branches that have no text of their own.",
    )
    text = fields.Text(
        translate=True,
        help="Printed in the customer's language; an empty line begins a paragraph. "
        "Without a text nothing is printed, not even the text for all.",
    )

    _document_uniq = models.UniqueIndex(
        "(document, COALESCE(company_id, 0), COALESCE(branch_id, 0)) WHERE active",
        "There is a text for this document, company and branch already. Change that "
        "one instead.",
    )

    @api.depends("branch_id")
    def _compute_company_id(self):
        for terms in self:
            terms.company_id = terms.branch_id.company_id or terms.company_id

    @api.depends("document", "company_id", "branch_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["document"]._description_selection(self.env))
        for terms in self:
            where = terms.branch_id.name or terms.company_id.name
            label = labels.get(terms.document, "")
            terms.display_name = f"{label} ({where})" if where else label

    @api.model
    def _get_text(self, document, branch):
        """The text for a document of this branch, in the language of the context."""
        index = self._get_index()
        for key in (
            (document, branch.company_id.id, branch.id),
            (document, branch.company_id.id, False),
            (document, False, False),
        ):
            if key in index:
                return self.browse(index[key]).text
        return False

    @ormcache()
    def _get_index(self):
        """Which text is for what: read once, printed from a thousand times."""
        # sudo: the same for everybody, for it is cached; the text itself is read as
        # the user
        terms_sudo = self.sudo().with_context(active_test=True).search([])
        return {
            (terms.document, terms.company_id.id, terms.branch_id.id): terms.id
            for terms in terms_sudo
        }
