from odoo.tools import SQL


def migrate(cr, version):
    """Receipts print by another key: no extension may look for them by the old one.

    Odoo checks an extension as it is stored, before it reads its new text.
    """
    old, new = (
        "//header/button[@data-hotkey='p'][1]",
        "//header/field[@name='stage_id']",
    )
    cr.execute(
        SQL(
            """
            UPDATE ir_ui_view
               SET arch_db = replace(arch_db::text, %(old)s, %(new)s)::jsonb
             WHERE model = 'service.order' AND strpos(arch_db::text, %(old)s) > 0
            """,
            old=old,
            new=new,
        )
    )
