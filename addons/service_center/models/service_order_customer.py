from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceOrder(models.Model):
    """Intake: a phone number, however it is spelled, leads to the customer.

    The same rules serve the form, an import and RPC: an order comes with its customer,
    or with what is needed to find or make one.
    """

    _inherit = "service.order"

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        check_company=True,
        tracking=True,
        ondelete="restrict",
    )
    partner_phone = fields.Char(
        "Phone",
        compute="_compute_partner_phone",
        store=True,
        readonly=False,
        precompute=True,
        help="The number to call about this order. At intake it finds the customer.",
    )
    partner_name = fields.Char(
        "New Customer's Name",
        store=False,
        help="At intake: under this name a new customer is made if the phone number "
        "is not known yet.",
    )
    partner_hint = fields.Char(compute="_compute_partner_hint")

    @api.depends("partner_id")
    def _compute_partner_phone(self):
        for order in self:
            order.partner_phone = order.partner_phone or order.partner_id.phone

    @api.depends("partner_phone", "partner_id", "device_id")
    def _compute_partner_hint(self):
        """Say what the phone number led to, while nobody is chosen yet."""
        for order in self:
            order.partner_hint = False
            if order.partner_id or not order.partner_phone:
                continue
            found = order._find_customers()
            if len(found) > 1:
                order.partner_hint = self.env._(
                    "Several customers have this number, choose one: %(names)s",
                    names=", ".join(found[:5].mapped("name")),
                )
            elif not found._phone_format(
                number=order.partner_phone, country=order._get_country()
            ):
                order.partner_hint = self.env._(
                    "This does not look like a phone number. Is a digit missing?"
                )
            elif not found:
                order.partner_hint = order._get_new_customer_hint()

    def _get_new_customer_hint(self):
        """The number may be new, and the customer known by his device."""
        hint = self.env._("A new customer: type the name.")
        if owner := self.device_id.partner_id:
            hint += " " + self.env._(
                "The device was last brought in by %(name)s.", name=owner.name
            )
        return hint

    @api.onchange("partner_phone")
    def _onchange_partner_phone(self):
        if self.partner_phone and not self.partner_id:
            found = self._find_customers()
            if len(found) == 1:
                self.partner_id = found
        if self.partner_phone:
            self.partner_phone = self._get_shown_phone(self.partner_phone)

    def _get_country(self):
        """The country whose phone numbers are meant when no code is typed."""
        branch = self.branch_id
        return branch.partner_id.country_id or branch.company_id.country_id

    def _get_phone_key(self, number):
        """The one spelling of a phone number: E.164 if it can be, else as typed."""
        if not number:
            return number
        partner, country = self.env["res.partner"], self._get_country()
        return partner._phone_format(number=number, country=country) or number

    def _get_shown_phone(self, number):
        """How people write a phone number: with its country's code, in groups."""
        shown = self.env["res.partner"]._phone_format(
            number=number, country=self._get_country(), force_format="INTERNATIONAL"
        )
        return shown or number

    def _find_customers(self):
        self.ensure_one()
        number = self.partner_phone
        return self.env["res.partner"]._find_by_phones([number], self._get_country())[
            number
        ]

    def _complete_create_values(self, vals_list):
        vals_list = super()._complete_create_values(vals_list)
        for branch, mine in self._group_by_branch(vals_list):
            self._fill_in_customers(mine, self.new({"branch_id": branch.id}))
        return vals_list

    def _group_by_branch(self, vals_list):
        """Pairs of a branch and the values of its orders."""
        branches = {vals.get("branch_id") for vals in vals_list} - {None, False}
        for branch in self.env["service.branch"].browse(branches):
            yield branch, [v for v in vals_list if v.get("branch_id") == branch.id]

    def _fill_in_customers(self, vals_list, order):
        """Find the customers by phone, make the unknown ones, all in one go."""
        names = [vals.pop("partner_name", None) for vals in vals_list]
        without = [
            (vals, name)
            for vals, name in zip(vals_list, names, strict=True)
            if not vals.get("partner_id")
        ]
        if not without:
            return
        numbers = {vals.get("partner_phone") or "" for vals, _name in without} - {""}
        known = self.env["res.partner"]._find_by_phones(numbers, order._get_country())
        to_make = {}
        for vals, name in without:
            number = vals.get("partner_phone")
            found = known.get(number, self.env["res.partner"])
            if name and len(found) > 1:
                found = found.filtered(lambda p, name=name: p.name == name) or found
            if len(found) == 1:
                vals["partner_id"] = found.id
            else:
                self._check_new_customer(number, name, found)
                number = order._get_phone_key(number) or vals["code"]
                to_make.setdefault((number, name), []).append(vals)
        self.env["service.intake.claim"]._claim(
            {
                f"phone {key}"
                for (key, _name), same in to_make.items()
                if same[0].get("partner_phone")
            }
        )
        partners = self.env["res.partner"].create(
            [
                order._prepare_customer_values(same[0].get("partner_phone"), name)
                for (_key, name), same in to_make.items()
            ]
        )
        for partner, same in zip(partners, to_make.values(), strict=True):
            for vals in same:
                vals["partner_id"] = partner.id

    def _check_new_customer(self, number, name, found):
        if len(found) > 1:
            raise UserError(
                self.env._(
                    "Several customers have the phone number %(number)s: %(names)s. "
                    "Choose one of them.",
                    number=number,
                    names=", ".join(found[:5].mapped("name")),
                )
            )
        if not name:
            raise UserError(
                self.env._(
                    "Nobody is known by the phone number %(number)s. "
                    "Choose the customer, or type the name of a new one.",
                    number=number,
                )
                if number
                else self.env._(
                    "Whose device is it? Type a phone number or choose the customer."
                )
            )

    def _prepare_customer_values(self, number, name):
        """Values of a customer who is made at the counter."""
        return {
            "name": name,
            "phone": number and self._get_shown_phone(number),
            "country_id": self._get_country().id,
        }

    def write(self, vals):
        if "partner_name" in vals:  # it only names a customer who is being made
            vals = {name: vals[name] for name in vals if name != "partner_name"}
        return super().write(vals)
