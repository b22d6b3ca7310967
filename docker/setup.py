"""Finish the installation; runs in Odoo's shell after every upgrade."""

from pathlib import Path

env = globals()["env"]  # given by the shell

# Odoo creates the administrator with the password "admin". Nobody may log in with it.
env.cr.execute(
    "SELECT password FROM res_users WHERE id = %s", [env.ref("base.user_admin").id]
)
(stored,) = env.cr.fetchone()
if not stored or env["res.users"]._crypt_context().verify("admin", stored):
    secret = Path("/run/secrets/admin_password").read_text().strip()
    if len(secret) < 12:
        raise SystemExit("the secret admin_password needs 12 characters or more")
    env.ref("base.user_admin").password = secret

# A document that is printed fetches its styles from Odoo. Inside the container that is
# always at this address, whatever name the centre has outside.
env["ir.config_parameter"].set_param("report.url", "http://localhost:8069")
env.cr.commit()
