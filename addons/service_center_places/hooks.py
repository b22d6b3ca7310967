def uninstall_hook(env):
    """Places of the demo data are in use: they go with all places, not before."""
    env["ir.model.data"].search(
        [("module", "=", "service_center_places"), ("model", "=", "service.place")]
    ).unlink()
