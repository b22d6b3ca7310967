import re

from .common import ServiceCommon

OPERATIONS = ("read", "write", "create", "unlink")
SECRET = re.compile(
    r"cost|standard_price|margin|profit|purchase|passport|identity|passcode|cash"
    r"|salary|wage|earning|payout|commission"
)


class AccessDoors(ServiceCommon):
    """What else opens or closes something: groups, rules, menus, field groups."""

    def get_doors(self):
        """Everything else that opens or closes something: one row each."""
        rows = [["kind", "id", "for", "what"]]
        rows += self._get_groups() + self._get_rules() + self._get_menus()
        return [[" ".join(text.split()) for text in row] for row in rows]

    def _get_own(self, model, **context):
        """Records that the addon brings along, by external id."""
        data = self.env["ir.model.data"].search(
            [("module", "=", self.addon), ("model", "=", model)], order="name"
        )
        return {
            each.name: self.env[model].with_context(**context).browse(each.res_id)
            for each in data
        }

    def _get_ids(self, records):
        ids = records.get_external_id()
        return ", ".join(sorted(ids[record.id] or record.name for record in records))

    def _get_groups(self):
        return [
            ["group", name, "", f"implies {self._get_ids(group.implied_ids) or 'none'}"]
            for name, group in self._get_own("res.groups").items()
        ]

    def _get_rules(self):
        models = self.env["ir.model"].search([("model", "in", self.get_models())])
        rules = self.env["ir.rule"].search([("model_id", "in", models.ids)])
        rules |= self.env["ir.rule"].union(*self._get_own("ir.rule").values())
        rows = []
        for rule in rules.with_context(active_test=False):
            operations = [each for each in OPERATIONS if rule[f"perm_{each}"]]
            what = f"{rule.model_id.model} {' '.join(operations)}: {rule.domain_force}"
            groups = self._get_ids(rule.groups) or "everybody"
            rows.append(["rule", self._get_ids(rule), groups, what])
        return sorted(rows)

    def _get_menus(self):
        visible = {
            role: set(self.env["ir.ui.menu"].with_user(user)._visible_menu_ids())
            for role, user in self.people.items()
            if not user.share
        }
        rows = []
        for name, menu in self._get_own("ir.ui.menu").items():
            way = {int(each) for each in menu.parent_path.strip("/").split("/")}
            roles = [role for role, ids in visible.items() if way <= ids]
            rows.append(["menu", name, ", ".join(roles), menu.complete_name])
        return rows

    def get_open_secrets(self, reviewed=()):
        """Fields of the addon that tell of costs, pay or identity to everybody.

        Such a field carries ``groups``, so that nobody else can read, search, group or
        export it, whatever a view shows. ``reviewed`` are ``model.field`` that only
        sound like it.
        """
        return [
            f"{name}.{field.name}"
            for name, field in self._get_secrets()
            if not field.groups and f"{name}.{field.name}" not in reviewed
        ]

    def get_readable(self, user):
        """Fields of the addon that sound secret and that this person may read."""
        return [
            f"{name}.{field.name}"
            for name, field in self._get_secrets()
            if self.env[name].with_user(user)._has_field_access(field, "read")
        ]

    def _get_secrets(self):
        """Fields of the addon that sound secret, each with its model's name."""
        for name, model in sorted(self.env.registry.items()):
            for field in model._fields.values():
                if self.addon in field._modules and SECRET.search(field.name):
                    yield name, field
