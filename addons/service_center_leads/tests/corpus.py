"""Letters of every kind and mutations of them, always the same for one seed."""

import base64
import os
import random
from pathlib import Path

TO = "@@TO@@"
HEAD = "From: Ann <ann@x.example>\nTo: @@TO@@\nSubject: Broken\n"
PNG = base64.encodebytes(b"\x89PNG\r\n\x1a\n" + bytes(60)).decode()
SAMPLES = [
    HEAD + "\nNokla X7 is broken, call 8 912 345-67-00\n",
    HEAD
    + "Content-Type: text/html\n\n<script>alert(1)</script><b onclick=x()>hi</b>\n",
    HEAD
    + "Content-Type: text/html\n\n<svg onload=alert(1)><iframe src=javascript:x>\n",
    HEAD + "Content-Type: text/plain; charset=nonsense-8\n\nf\xfcr\n",
    HEAD + 'Content-Type: text/plain; charset="utf-16"\n\n\xff\xfeh\x00i\x00\n',
    HEAD + "Content-Transfer-Encoding: base64\n\n!!!not base64!!!\n",
    HEAD + "Content-Transfer-Encoding: quoted-printable\n\n=ZZ=3\n=\n",
    HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nno end\n",
    HEAD + "Content-Type: multipart/mixed\n\nno boundary\n",
    HEAD + "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n--b--\n",
    HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: image/png\n"
    "Content-Disposition: attachment; filename=../../etc/passwd\n"
    "Content-Transfer-Encoding: base64\n\n" + PNG + "--b--\n",
    HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    "Content-Type: image/svg+xml; name=a.svg\nContent-Disposition: attachment\n\n"
    "<svg onload=alert(1)/>\n--b--\n",
    HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    "Content-Type: message/rfc822\n\nSubject: inner\n\nforwarded\n--b--\n",
    HEAD + "Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n",
    HEAD + "Content-Type: application/ms-tnef; name=winmail.dat\n\n\x78\x9f\x3e\x22\n",
    HEAD + "Content-Type: text/plain; charset=koi8-r\n\n\xd0\xd2\xc9\xd7\xc5\xd4\n",
    HEAD + "Date: not a date at all\n\nbody\n",
    HEAD + "Date: Mon, 99 Foo 99999 99:99:99 +9999\n\nbody\n",
    HEAD + "Message-Id:\n\nempty id\n",
    HEAD + "Message-Id: <a\x00b@x>\n\nzero in the id\n",
    HEAD + "In-Reply-To: <none@x>\nReferences: " + "<r@x> " * 500 + "\n\nmany\n",
    HEAD + "References: <a\x00@x>\nIn-Reply-To: \x00\n\nzero\n",
    HEAD + "X-Long: " + "x" * 20_000 + "\n\nlong header\n",
    HEAD.replace("Broken", "=?utf-8?b?0J/RgNC40LLQtdGC?=") + "\nencoded\n",
    HEAD.replace("Broken", "=?utf-8?b?broken!!?= =?x?q?=ff?=") + "\nbad words\n",
    HEAD.replace("Broken", "a\x00b") + "\nzero in the subject\n",
    HEAD.replace("Ann <ann@x.example>", "") + "\nno sender\n",
    HEAD.replace("Ann <ann@x.example>", "<>") + "\nnull sender\n",
    HEAD.replace("Ann <ann@x.example>", "a@b@c,,;<d>") + "\nodd sender\n",
    HEAD.replace("Ann <ann@x.example>", '"' + "x" * 500 + '" <a@x.example>')
    + "\nlong\n",
    HEAD.replace("Ann <ann@x.example>", "=?utf-8?q?=00?= <a@x.example>") + "\nzero\n",
    HEAD + "Cc: " + ", ".join(f"c{n}@x.example" for n in range(300)) + "\n\nmany\n",
    HEAD + "Auto-Submitted: auto-replied\n\naway\n",
    HEAD + "Precedence: bulk\nList-Id: <l>\n\nnews\n",
    HEAD.replace("Ann <ann@x.example>", "MAILER-DAEMON@x.example")
    + "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
    "--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\n"
    "Final-Recipient: rfc822; ann@x.example\nAction: failed\n\n--b\n"
    "Content-Type: message/rfc822\n\nMessage-Id: <x@x>\n\nlost\n--b--\n",
    HEAD + "Return-Path: <>\nContent-Type: multipart/report; boundary=\n\nx\n",
    HEAD + "\n" + "a" * 300_000 + "\n",
    HEAD + "\n" + "+7 912 345-67-00 " * 5_000 + "\n",
    HEAD + "\n" + "<" * 50_000 + "\n",
    HEAD + "Content-Type: text/html\n\n" + "<div>" * 3_000 + "deep\n",
    HEAD + "Content-Type: text/html\n\n<a href='data:text/html,<script>'>x</a>"
    "<meta http-equiv=refresh content='0;url=javascript:x'><form action=x><input>\n",
    HEAD + "Content-Type: text/html\n\n<t t-out='object.env'/>{{ object }} ${object}\n",
    "To: @@TO@@\n\nonly a recipient\n",
    "@@TO@@",
    "",
    "\n\n\n",
    "\x00" * 200,
    "To: @@TO@@\nTo: @@TO@@\nFrom: a@x.example\nFrom: b@x.example\n\ntwice\n",
    " folded first line\nTo: @@TO@@\n\nx\n",
    "To: @@TO@@\nSubject: \r\n\t\r\n x\n\nfolds\n",
    'To: "x" <@@TO@@>, @@TO@@\nFrom: ann@x.example\n\nquoted\n',
]
SPICE = (
    *(b"\0", b"\xff\xfe", b"\r", b"\n\n", b"=?utf-8?b?", b"?=", b"--b", b"<script>"),
    *(b"Content-Type: text/html\n", b"\x1b[31m", b"%s%n", b"'\"", b"\xe2\x80\xae"),
    *(b"Content-Transfer-Encoding: base64\n", b": ", b"\n ", b"\xf0\x9f\x94\xa5"),
)


def get_real_letters(to):
    """Letters of the folder that LEADS_CORPORA names, if there is one, to ``to``."""
    folder = os.environ.get("LEADS_CORPORA")
    files = sorted(Path(folder).iterdir()) if folder else []
    sure = f"Delivered-To: {to}\n".encode()
    return [sure + file.read_bytes() for file in files]


def get_letters(count, to, seed=7):
    """``count`` letters as bytes: the samples, real ones, then mutations of both."""
    chance = random.Random(seed)  # noqa: S311  the same letters each time
    known = [each.replace(TO, to).encode("latin-1", "replace") for each in SAMPLES]
    known += get_real_letters(to)
    for number in range(count):
        if number < len(known):
            yield known[number]
        else:
            letter = mutate(chance, chance.choice(known), chance.choice(known))
            # as the last server on the way writes it, who knows for whom it is
            sure = f"Delivered-To: {to}\n".encode() if chance.random() < 0.8 else b""
            yield sure + letter


def mutate(chance, letter, other):
    letter = bytearray(letter[:20_000])
    for _each in range(chance.randint(1, 6)):
        at = chance.randint(0, len(letter))
        end = min(len(letter), at + chance.randint(1, 60))
        act = chance.randint(0, 5)
        if act == 0:
            letter[at:at] = chance.choice(SPICE)
        elif act == 1:
            del letter[at:end]
        elif act == 2:
            letter[at:end] = bytes(chance.randrange(256) for _each in range(end - at))
        elif act == 3:
            letter[at:at] = letter[at:end] * chance.randint(1, 5)
        elif act == 4:
            letter[at:] = other[chance.randint(0, len(other)) :][:5000]
        elif at < len(letter):
            letter[at] ^= 1 << chance.randrange(8)
    return bytes(letter)
