def post_init_hook(env):
    """Branches that were here before get their mail address for leads, too."""
    branches = env["service.branch"].with_context(active_test=False).search([])
    branches.filtered("company_id.service_lead_teams")._make_lead_teams()


def uninstall_hook(env):
    """Teams made for branches go, unless somebody's leads are in them."""
    branches = env["service.branch"].with_context(active_test=False).search([])
    teams = branches.lead_team_id
    used = env["crm.lead"].with_context(active_test=False)
    kept = used.search([("team_id", "in", teams.ids)]).team_id
    (teams - kept).unlink()
