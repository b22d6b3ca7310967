from odoo.tools.sql import drop_index


def post_init_hook(env):
    """Branches that were here before get their mail address for leads, too."""
    branches = env["service.branch"].with_context(active_test=False).search([])
    branches.filtered("company_id.service_lead_teams")._make_lead_teams()


def uninstall_hook(env):
    """Teams made for branches go, unless somebody's leads are in them.

    So does the index on Odoo's own column, which Odoo would leave.
    """
    drop_index(env.cr, "res_partner_service_sender_idx", "res_partner")
    branches = env["service.branch"].with_context(active_test=False).search([])
    teams = branches.lead_team_id
    used = env["crm.lead"].with_context(active_test=False)
    kept = used.search([("team_id", "in", teams.ids)]).team_id
    (teams - kept).unlink()
