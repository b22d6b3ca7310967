from dataclasses import dataclass

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.models import BaseModel

from .common import ServiceCommon
from .common_intake import picture


@dataclass(frozen=True)
class Place:
    """Where a record belongs, seen from the people whose rights are tried."""

    name: str
    branch: BaseModel
    user: BaseModel
    engineer: BaseModel


class AccessRecords(ServiceCommon):
    """A record of any model in every place, to try rights on.

    Required fields are filled in by themselves. Where that does not make a valid
    record, a method ``_values_<model>(place)`` says what does.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env["res.company"].create({"name": "Another centre"})
        abroad = cls.env["service.branch"].create(
            {"name": "Abroad", "code": "AB", "company_id": company.id}
        )
        nobody, root = cls.env["res.users"], cls.env.user
        cls.places = [
            Place("own", cls.branch, cls.desk, cls.engineer),
            Place("free", cls.branch, cls.desk, nobody),
            Place("colleague", cls.branch, cls.desk, cls.colleague),
            Place("other branch", cls.other_branch, cls.stranger, nobody),
            Place("other company", abroad, root, nobody),
        ]

    def setUp(self):
        super().setUp()
        self._records, self._spare, self._number = {}, {}, 0

    def _record(self, model, place):
        """The record of a model in a place, made by the superuser."""
        key = model, place.name
        if key not in self._records:
            env = self.env[model].with_company(place.branch.company_id)
            if env._auto:
                try:
                    self._records[key] = env.create(self._values(model, place))
                    self.env.flush_all()
                except (UserError, psycopg2.Error) as error:
                    self.fail(
                        f"No valid {model} came of its required fields; add a factory "
                        f"_values_{model.replace('.', '_')}(place): {error}"
                    )
            else:
                order = self._record("service.order", place)
                self.env.flush_all()
                self._records[key] = env.search([("order_id", "=", order.id)], limit=1)
        return self._records[key].with_env(self.env)

    def _values(self, model, place):
        """Values of a new, valid record of a model in a place."""
        factory = getattr(self, f"_values_{model.replace('.', '_')}", None)
        values = factory(place) if factory else {}
        known = self.env[model].default_get(list(self.env[model]._fields))
        for name, field in self.env[model]._fields.items():
            if name in values or not field.store or field.related:
                continue
            anchor = self._get_anchor(field, place)
            if anchor:
                values[name] = anchor
            elif field.required and not field.compute and name not in known:
                values[name] = self._get_value(field, place)
        return values

    def _spare_values(self, model, place):
        """Values of one more record, always the same: whoever makes it, undoes it."""
        key = model, place.name
        if key not in self._spare:
            self._spare[key] = self._values(model, place)
        return dict(self._spare[key])

    def _get_anchor(self, field, place):
        """What ties a record to its place, required or not."""
        if field.type != "many2one" or field.readonly or field.compute:
            return False
        return {
            "service.branch": lambda: place.branch.id,
            "res.company": lambda: place.branch.company_id.id,
            "service.order": lambda: self._record("service.order", place).id,
        }.get(field.comodel_name, lambda: False)()

    def _get_value(self, field, place):
        self._number += 1
        number = self._number
        if field.type == "many2one":
            return self._get_reference(field.comodel_name, place)
        if field.type == "many2many":
            return [Command.set([self._get_reference(field.comodel_name, place)])]
        if field.type == "selection":
            return field.get_values(self.env)[0]
        return {
            "char": f"T{number}",
            "text": f"Text {number}",
            "html": f"<p>Text {number}</p>",
            "integer": number,
            "float": 1.0,
            "monetary": 1.0,
            "boolean": True,
            "date": "2026-03-02",
            "datetime": "2026-03-02 09:00:00",
        }.get(field.type)

    def _get_reference(self, model, place):
        known = {
            "res.users": place.user,
            "res.partner": self.customer,
            "product.product": self.work,
            "product.template": self.work.product_tmpl_id,
        }
        if model in known:
            return known[model].id
        if self.env[model]._original_module.startswith("service_center"):
            return self._record(model, place).id
        company, values = place.branch.company_id, {}
        if "company_id" in self.env[model]._fields:
            values = {"company_id": company.id}
        found = self.env[model].search(
            [(name, "=", value) for name, value in values.items()], limit=1
        )
        return (found or found.create({"name": "Needed", **values})).id

    def _values_service_branch(self, place):
        staff = self.env["res.users"]
        if place.branch == self.branch:
            staff = staff.union(*self.people.values()).filtered(lambda u: not u.share)
        return {
            "company_id": place.branch.company_id.id,
            "user_ids": [Command.set(staff.ids)],
            "partner_id": False,
        }

    def _values_service_order(self, place):
        return {"user_id": place.user.id, "engineer_id": place.engineer.id}

    def _values_service_device(self, place):
        return {"type_id": self.phone_type.id}

    def _values_service_order_stage_log(self, place):
        return {"date_end": "2026-03-02 10:00:00"}

    def _values_service_model_notice(self, place):
        return {"device_type_id": self.phone_type.id}

    def _values_service_order_line(self, place):
        return {"product_id": self.work.id}

    def _values_service_order_line_share(self, place):
        # a line of its own: the shares of a line make 100 percent
        line = self.env["service.order.line"].create(
            self._values("service.order.line", place)
        )
        return {"line_id": line.id}

    def _values_service_price_rule(self, place):
        # one price for each device and fault
        fault = self.env["service.fault"].create(self._values("service.fault", place))
        return {"type_id": self.phone_type.id, "fault_id": fault.id}

    def _values_service_document_terms(self, place):
        # one text for each document of a branch
        branch = self.env["service.branch"].create(
            self._values("service.branch", place)
        )
        return {"branch_id": branch.id}

    def _values_service_secret_log(self, place):
        # everything in it is filled in by the server
        return {
            "company_id": place.branch.company_id.id,
            "branch_id": place.branch.id,
        }

    def _values_service_order_photo(self, place):
        return {"image": picture()}

    def _values_service_order_consent(self, place):
        # a consent of its own: each stands on an order once
        consent = self.env["service.consent"].create(
            self._values("service.consent", place)
        )
        order = self._record("service.order", place)
        words = {"name": "T", "text": "T", "text_hash": "T"}
        return {"order_id": order.id, "consent_id": consent.id, **words}

    def _values_service_receipt(self, place):
        # an order of its own: each version stands on it once
        order = self.env["service.order"].create(self._values("service.order", place))
        return {"order_id": order.id, "number": 1, "file": picture()}
