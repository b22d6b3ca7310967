from odoo import api, models
from odoo.exceptions import UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tools import ormcache


class ServiceReadonlyMixin(models.AbstractModel):
    """What a model calls read-only, nobody can set: not by RPC, not by import.

    Odoo itself honours ``readonly`` only in views. Here a stored read-only field
    (a number, a status, a total) is filled by the server's own code or not at all.

    Inherit it before ``mail.thread``, so that tracking sees what the server writes.
    """

    _name = "service.readonly.mixin"
    _description = "Fields that only the server fills in"

    @ormcache()
    def _get_server_fields(self):
        """Names of the fields that only the server's own code may set."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store
            and field.readonly
            and not field.inverse
            and name not in MAGIC_COLUMNS
        )

    def _check_server_fields(self, vals, operation):
        """Refuse values for fields that only the server fills in.

        Superuser mode may set them: installation data and migrations do.
        """
        names = self._get_server_fields().intersection(vals)
        if names and not self.env.su:
            self.check_access(operation)  # who has no right at all is told so first
            for name in names:
                self._check_field_access(self._fields[name], "write")
            labels = self.fields_get(names, ["string"])
            raise UserError(
                self.env._(
                    "%(fields)s: the system fills this in by itself. "
                    "Leave it out and save again.",
                    fields=", ".join(labels[name]["string"] for name in sorted(names)),
                )
            )

    def _complete_create_values(self, vals_list):
        """Hook: complete the values of new records, numbers included, as a set.

        :return: list of new dictionaries, in the order given
        """
        return [dict(vals) for vals in vals_list]

    def _write_server_fields(self, vals):
        """Write what only the server may set, past the guards of ``write``."""
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.browse()._check_server_fields(vals, "create")
        records = self._without_server_defaults()
        return super(ServiceReadonlyMixin, records).create(
            records._complete_create_values(vals_list)
        )

    def _without_server_defaults(self):
        """The same, without defaults of a caller for what only the server fills in."""
        names = {f"default_{name}" for name in self._get_server_fields()}
        if self.env.su or names.isdisjoint(self.env.context):
            return self
        context = {
            key: value for key, value in self.env.context.items() if key not in names
        }
        return self.with_context(context)  # pylint: disable=context-overridden

    def write(self, vals):
        self._check_server_fields(vals, "write")
        return super().write(vals)
