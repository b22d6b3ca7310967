from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..tools.cipher import Cipher, KeyProblem

OPTION = "service_center_key_file"


class ServiceCipher(models.AbstractModel):
    """The keys as the models use them: problems become sentences for people.

    Models that hold something encrypted override ``_rotate_keys``.
    """

    _name = "service.cipher"
    _description = "Encryption of Passport Data and Passcodes"

    @api.model
    def _load(self):
        """Read the keys, or say clearly why nothing can be kept or shown."""
        try:
            return Cipher.load(config.get(OPTION))
        except KeyProblem as problem:
            raise UserError(self._explain(problem)) from problem

    @api.model
    def _is_ready(self):
        """Whether there are keys to work with."""
        try:
            return bool(Cipher.load(config.get(OPTION)))
        except KeyProblem:
            return False

    @api.model
    def _decrypt(self, decrypt, token):
        """Call a method of a cipher that decrypts, explaining what may go wrong."""
        try:
            return decrypt(token)
        except KeyProblem as problem:
            raise UserError(self._explain(problem)) from problem

    def _explain(self, problem):
        return {
            "unset": self.env._(
                "Passport data and passcodes cannot be kept: the server has no key to "
                "encrypt them with. The administrator names a file of keys in Odoo's "
                "settings, option %(option)s.",
                option=OPTION,
            ),
            "missing": self.env._(
                "Passport data and passcodes cannot be kept or shown: the file of keys "
                "named in %(option)s cannot be read. Ask the administrator.",
                option=OPTION,
            ),
            "open": self.env._(
                "Passport data and passcodes cannot be kept or shown: other accounts "
                "of the server may read the file of keys named in %(option)s. The "
                "administrator gives it the mode 0400.",
                option=OPTION,
            ),
            "broken": self.env._(
                "Passport data and passcodes cannot be kept or shown: the file named "
                "in %(option)s does not hold valid keys. Ask the administrator.",
                option=OPTION,
            ),
            "lost": self.env._(
                "This cannot be shown: the key it was encrypted with is not in the "
                "file named in %(option)s any more, or it was tampered with.",
                option=OPTION,
            ),
        }[problem.reason]

    @api.model
    def _rotate_keys(self):
        """Encrypt everything anew under the first key of the file.

        For the administrator, in Odoo's shell, after a new key was put first; he then
        commits what it did::

            env["service.cipher"]._rotate_keys()

        Afterwards the older keys may leave the file. Nobody can call it over RPC.

        :return: how many rows were encrypted anew, by model
        """
        cipher = self._load()
        return {
            name: model._encrypt_anew(cipher)
            for name, model in sorted(self.env.items())
            if hasattr(model, "_encrypt_anew")
        }
