import base64
import os
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet

from odoo.tools import config

from ..models.service_cipher import OPTION
from .common import ServiceCommon

NUMBER = "4510 QX7731946"
DETAILS = "Issued by Zyqqur 17, on 3 May 2011"
PASSCODE = "19357Zq"
PDF = b"%PDF-1.4\n% Canary-Scan-90417 of a passport\n%%EOF\n"


class SecretCommon(ServiceCommon):
    """A server with keys in a file of its own, and somebody who may see documents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.key_file = Path(folder.name) / "keys"
        before = config.options.get(OPTION)
        cls.addClassCleanup(config.options.__setitem__, OPTION, before)
        cls._use_keys(["cipher", "index"])
        cls.trusted = cls._create_user("trusted", "manager", cls.branch)
        cls.trusted.group_ids += cls.env.ref(
            "service_center.service_center_group_identity"
        )
        cls.env.company.service_keep_scans = True

    def setUp(self):
        super().setUp()
        # the log is written in a transaction of its own
        if not type(self)._registry_patched:
            self.registry_enter_test_mode()

    @classmethod
    def _use_keys(cls, kinds, keep=()):
        """Write a new file of keys, the older lines last, and use it."""
        lines = [f"{kind} {Fernet.generate_key().decode()}" for kind in kinds]
        if cls.key_file.exists():
            cls.key_file.unlink()
        cls.key_file.write_text("\n".join([*lines, *keep]) + "\n")
        os.chmod(cls.key_file, 0o400)
        config.options[OPTION] = str(cls.key_file)

    @classmethod
    def _lose_keys(cls):
        config.options[OPTION] = None

    @classmethod
    def _create_document(cls, user=None, **vals):
        """A passport whose number is kept, noted by the desk."""
        return (
            cls.env["service.identity"]
            .with_user(user or cls.desk)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "branch_id": cls.branch.id,
                    "number": NUMBER,
                    "details": DETAILS,
                    "purpose": "Lent phone",
                    "legal_basis": "contract",
                    **vals,
                }
            )
        )

    @classmethod
    def _encode(cls, content=PDF):
        return base64.b64encode(content).decode()

    def _logged(self, *actions):
        """Rows of the log, newest last."""
        return self.env["service.secret.log"].search(
            [("action", "in", actions)], order="id"
        )
