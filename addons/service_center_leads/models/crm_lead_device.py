from odoo import api, models
from odoo.tools import SQL

from ..tools import texts


class CrmLead(models.Model):
    """Which device a text speaks of: by serial number, else by brand and model."""

    _inherit = "crm.lead"

    @api.model
    def _guess_device(self, company, text):
        """Values of a lead on the device that a text speaks of.

        Only what is clear: one known serial number, or one model of the directory.
        """
        serials = texts.find_serials(text)
        rows = self._find_in_directory(company, serials, texts.find_names(text))
        devices = [row[1] for row in rows if row[0] == "device"]
        if len(devices) == 1:
            device = self.env["service.device"].browse(devices)
            return self._get_device_values(device)
        values = self._choose_model(rows)
        imei = next((each for each in serials if self._is_imei(each)), False)
        return {**values, "serial": imei} if imei else values

    @api.model
    def _is_imei(self, key):
        return (
            len(key) == 15
            and key.isdigit()
            and not self.env["service.device"]._get_serial_warning(key)
        )

    @api.model
    def _find_in_directory(self, company, serials, names):
        """What of the directory is called so: device by serial, brand, model, type,
        competitor; all in one query.

        :return: rows of kind, id, brand, type, length of the name
        """
        names = sorted(each for each in names if len(each) > 1)
        self.env["service.device"].flush_model(["serial_key", "company_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT 'device', id, NULL::int, NULL::int, 0 FROM service_device
                 WHERE active AND company_id = %(company)s
                   AND serial_key = ANY(%(serials)s)
                 UNION ALL
                SELECT 'brand', id, id, NULL::int, length(name)
                  FROM service_device_brand
                 WHERE active AND lower(name) = ANY(%(names)s)
                 UNION ALL
                SELECT 'model', id, brand_id, type_id, length(name)
                  FROM service_device_model
                 WHERE active AND lower(name) = ANY(%(names)s)
                   AND (name ~ '[0-9]' OR length(name) > 4)
                 UNION ALL
                SELECT 'type', id, NULL, id, 0 FROM service_device_type
                 WHERE active AND EXISTS (
                    SELECT 1 FROM jsonb_each_text(name)
                     WHERE lower(value) = ANY(%(names)s))
                 UNION ALL
                SELECT 'competitor', id, NULL, NULL, length(name)
                  FROM service_competitor
                 WHERE active AND lower(name) = ANY(%(names)s)
                """,
                names=names,
                serials=serials,
                company=company.id,
            )
        )

    @api.model
    def _choose_model(self, rows):
        """Values of a lead by the names that were found.

        A model without its brand is believed only if no other brand has such a model.
        """
        kinds = ("device", "brand", "model", "type", "competitor")
        found = {kind: [] for kind in kinds}
        for kind, *row in sorted(rows, key=lambda row: -row[4]):
            found[kind].append(row)
        values = {}
        if found["competitor"]:
            values["competitor_id"] = found["competitor"][0][0]
        brands = {row[0] for row in found["brand"]}
        models_of = [row for row in found["model"] if row[1] in brands]
        if not brands:
            models_of = found["model"]
        longest = [row for row in models_of if row[3] == models_of[0][3]]
        if len(longest) == 1:
            model, brand, kind, _length = longest[0]
            return {
                **values,
                "device_model_id": model,
                "device_brand_id": brand,
                "device_type_id": kind,
            }
        if len(brands) == 1:
            values["device_brand_id"] = brands.pop()
        if len(found["type"]) == 1:
            values["device_type_id"] = found["type"][0][0]
        return values
