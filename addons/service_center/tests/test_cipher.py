import os

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..tools.cipher import Cipher, KeyProblem
from .common_secret import NUMBER, PASSCODE, PDF, SecretCommon


@tagged("post_install", "-at_install")
class TestCipher(SecretCommon):
    """The file of keys: fit for use, or a clear refusal."""

    def _problem(self):
        with self.assertRaises(KeyProblem) as caught:
            Cipher.load(str(self.key_file))
        return caught.exception.reason

    def _write(self, text, mode=0o400):
        self.key_file.unlink()
        self.key_file.write_text(text)
        os.chmod(self.key_file, mode)

    def test_what_is_encrypted_comes_back(self):
        cipher = Cipher.load(str(self.key_file))
        token = cipher.encrypt(NUMBER)
        self.assertNotIn(NUMBER, token)
        self.assertEqual(cipher.decrypt(token), NUMBER)
        content = cipher.encrypt_bytes(PDF)
        self.assertNotIn(b"Canary", content)
        self.assertEqual(cipher.decrypt_bytes(content), PDF)

    def test_one_number_gives_one_fingerprint_and_many_ciphers(self):
        cipher = Cipher.load(str(self.key_file))
        self.assertEqual(cipher.index(NUMBER), cipher.index(NUMBER))
        self.assertNotEqual(cipher.encrypt(NUMBER), cipher.encrypt(NUMBER))

    def test_a_file_that_others_may_read_is_refused(self):
        text = self.key_file.read_text()
        for mode in (0o440, 0o404, 0o644, 0o660):
            self._write(text, mode)
            with self.subTest(oct(mode)):
                self.assertEqual(self._problem(), "open")
        for mode in (0o400, 0o600):
            self._write(text, mode)
            self.assertTrue(Cipher.load(str(self.key_file)))

    def test_what_is_no_key_is_refused(self):
        good = self.key_file.read_text().splitlines()
        for text in (
            "",
            good[0],
            good[1],
            "cipher short\n" + good[1],
            good[0] + "\nindex AAAA",
            good[0] + "\n" + good[1] + "\n" + good[1],
            "password hunter2",
            "cipher ключ\n" + good[1],
        ):
            self._write(text)
            with self.subTest(text):
                self.assertEqual(self._problem(), "broken")
        self.key_file.unlink()
        self.assertEqual(self._problem(), "missing")
        self.key_file.touch()

    def test_a_key_that_is_gone_is_named_and_nothing_is_made_up(self):
        token = Cipher.load(str(self.key_file)).encrypt(NUMBER)
        self._use_keys(["cipher", "index"])
        with self.assertRaises(KeyProblem) as caught:
            Cipher.load(str(self.key_file)).decrypt(token)
        self.assertEqual(caught.exception.reason, "lost")

    def test_every_problem_has_a_sentence_that_names_the_option(self):
        for reason in ("unset", "missing", "open", "broken", "lost"):
            sentence = self.env["service.cipher"]._explain(KeyProblem(reason))
            self.assertIn("service_center_key_file", sentence)

    def test_rotation_brings_everything_under_the_new_key(self):
        document = self._create_document(scan=self._encode())
        order = self._create_order(passcode=PASSCODE, engineer_id=self.engineer.id)
        order.with_user(self.engineer).action_start()
        old = self.key_file.read_text().splitlines()
        self._use_keys(["cipher", "index"], keep=old[:1])
        done = self.env["service.cipher"]._rotate_keys()
        self.assertEqual(done, {"service.identity": 1, "service.passcode": 1})
        self._use_keys([], keep=self.key_file.read_text().splitlines()[:2])
        document = document.with_user(self.trusted)
        self.assertEqual(document._reveal("Test")[0], NUMBER)
        self.assertEqual(document._get_scan()[0], PDF)
        self.assertEqual(order.with_user(self.engineer)._reveal_passcode(), PASSCODE)
        found = document.with_user(self.head)._find_by_number(NUMBER, "Test")
        self.assertEqual(found, document)

    def test_rotation_is_no_call_for_anybody_outside(self):
        from odoo.service.model import get_public_method  # noqa: PLC0415

        for model, name in (
            ("service.cipher", "_rotate_keys"),
            ("service.cipher", "_load"),
            ("service.identity", "_reveal"),
            ("service.identity", "_get_scan"),
            ("service.order", "_reveal_passcode"),
            ("service.erasure", "_replay"),
        ):
            with self.subTest(name), self.assertRaises(Exception):  # noqa: B017
                get_public_method(self.env[model], name)

    def test_without_a_key_nothing_is_kept_and_the_sentence_is_clear(self):
        self._lose_keys()
        self.addCleanup(self._use_keys, ["cipher", "index"])
        documents = self.env["service.identity"].search_count([])
        for act in (
            self._create_document,
            lambda: self._create_document(
                number=False, number_tail="946", scan=self._encode()
            ),
            lambda: self._create_order(passcode=PASSCODE),
        ):
            with self.assertRaisesRegex(UserError, "the server has no key"):
                act()
        self.assertEqual(self.env["service.identity"].search_count([]), documents)
        seen = self._create_document(number=False, details=False, number_tail="946")
        self.assertFalse(seen.has_key)
        self.assertFalse(seen.has_number)
