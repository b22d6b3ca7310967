"""Encryption under keys that stand in a file of the server, never in the database.

The file has one key per line, the newest first, and lines of two kinds::

    # made with: openssl rand -base64 32 | tr '+/' '-_'
    cipher mDvSSx9ggFC7rUCsHBcqzQDCMQaIuvy3SRfFiYHrL8A=
    cipher 3hTJ3fVx3Lh1fMZ1gZb3z2m1mJm0mQ9gI1X0qzv0C8s=
    index n0m7lU6pmPpMAcMqXb4rVt6LzDv1CBvXC0KZ6y7b5mE=

The first ``cipher`` key encrypts, all of them decrypt. The ``index`` key makes the
fingerprints by which an exact number is found. Nobody but the owner may read the file.
"""

import base64
import hashlib
import hmac
import os
import stat

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KINDS = ("cipher", "index")


class KeyProblem(Exception):
    """Nothing can be encrypted or decrypted; ``reason`` says why, in one word.

    ``unset``: no file is named; ``missing``: it cannot be read; ``open``: others may
    read it; ``broken``: it holds no valid keys; ``lost``: a needed key is not in it.
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


class Cipher:
    """The keys of one file, ready for use. Read it anew for every piece of work."""

    def __init__(self, keys, index_key):
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._index_key = base64.urlsafe_b64decode(index_key)
        self.key_id = self.get_key_id(keys[0])

    @classmethod
    def load(cls, path):
        """Read the file of keys.

        :raise KeyProblem: if there is none, or it is not fit for use
        """
        if not path:
            raise KeyProblem("unset")
        keys = {kind: [] for kind in KINDS}
        for line in cls._read(path).splitlines():
            kind, _space, key = line.strip().partition(" ")
            if not kind or kind.startswith("#"):
                continue
            if kind not in KINDS:
                raise KeyProblem("broken")
            keys[kind].append(key.strip())
        if not keys["cipher"] or len(keys["index"]) != 1:
            raise KeyProblem("broken")
        try:
            if len(base64.urlsafe_b64decode(keys["index"][0])) < 32:
                raise KeyProblem("broken")
            return cls(keys["cipher"], keys["index"][0])
        except ValueError as error:
            raise KeyProblem("broken") from error

    @staticmethod
    def _read(path):
        try:
            with open(path) as file:
                if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                    raise KeyProblem("open")
                return file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise KeyProblem("missing") from error

    @staticmethod
    def get_key_id(key):
        """A short name of a key that tells nothing about it."""
        return hashlib.sha256(key.encode()).hexdigest()[:8]

    def encrypt(self, secret):
        """Encrypt a text into a token of text."""
        return self._fernet.encrypt(secret.encode()).decode()

    def decrypt(self, token):
        """Give back the text of a token.

        :raise KeyProblem: if its key is gone, or the token was tampered with
        """
        return self._decrypt(token.encode()).decode()

    def encrypt_bytes(self, content):
        """Encrypt a file; the outcome looks like no known type of file."""
        return base64.urlsafe_b64decode(self._fernet.encrypt(content))

    def decrypt_bytes(self, content):
        """Give back the file that ``encrypt_bytes`` was given."""
        return self._decrypt(base64.urlsafe_b64encode(content))

    def _decrypt(self, token):
        try:
            return self._fernet.decrypt(token)
        except InvalidToken as error:
            raise KeyProblem("lost") from error

    def index(self, text):
        """The fingerprint of a text: equal for equal texts, of no use to others."""
        return hmac.new(self._index_key, text.encode(), hashlib.sha256).hexdigest()
