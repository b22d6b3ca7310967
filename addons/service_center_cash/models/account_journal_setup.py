from odoo import api, models
from odoo.exceptions import AccessError

HEAD = "service_center.service_center_group_head"
ACCOUNTANT = "account.group_account_manager"


class AccountJournal(models.Model):
    """The head of the centre sets up desks without being an accountant."""

    _inherit = "account.journal"

    @api.model
    def _get_head_fields(self):
        """Hook: what the head decides; accounts are the accountant's matter."""
        return {
            *("name", "code", "type", "active", "sequence", "company_id"),
            *("currency_id", "is_service_desk", "service_branch_ids"),
            *("service_user_ids", "service_overdraft", "service_needs_shift"),
            *("service_payout_limit", "cash_in_prefix", "cash_out_prefix"),
            "cash_void_prefix",
        }

    def _is_set_up_by_head(self):
        user = self.env.user
        return (
            not self.env.su and user.has_group(HEAD) and not user.has_group(ACCOUNTANT)
        )

    def _check_head_values(self, vals_list):
        """A form sends also what was left empty; everything else is refused."""
        allowed = self._get_head_fields()
        for vals in vals_list:
            refused = [name for name in vals if vals[name] and name not in allowed]
            if refused:
                raise AccessError(
                    self.env._(
                        "Accounts of a desk are set by an accountant: %(fields)s.",
                        fields=", ".join(
                            self._fields[name]._description_string(self.env)
                            for name in sorted(refused)
                            if name in self._fields
                        ),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_set_up_by_head():
            return super().create(vals_list)
        self.check_access("create")
        self._check_head_values(vals_list)
        # sudo: with a desk come its account and its methods of payment; what the head
        # said was checked, and so is below whether the desk is one of his
        desks = super(AccountJournal, self.sudo()).create(vals_list).sudo(False)
        desks.check_access("create")
        return desks

    def write(self, vals):
        if self._is_set_up_by_head():
            self.check_access("write")
            self._check_head_values([vals])
            # sudo: as above
            res = super(AccountJournal, self.sudo()).write(vals)
            self.check_access("write")
            return res
        return super().write(vals)
