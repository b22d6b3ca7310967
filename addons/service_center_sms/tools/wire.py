"""Making a request out of templates and values, and carrying it to a provider.

Values never meet the syntax around them: parameters are encoded one by one, JSON is
parsed before anything is filled in, a path has each value quoted. Nothing here knows
Odoo or a database, so that no transaction can be open while a request is under way.
"""

import json
import logging
import re
import ssl
import threading
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode, urlsplit

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    NewConnectionError,
)

PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
PLACEHOLDERS = frozenset(
    ("number", "text", "sender", "login", "secret", "id", "ref", "callback")
)
SECRET = frozenset(("secret", "login"))
LIMIT = 65536  # bytes of an answer that are read


_here = threading.local()


def _says_no_address(record):
    """Keep addresses out of the log, whatever its level: they may hold a password."""
    return not getattr(_here, "asking", False)


for _name in ("urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(_name).addFilter(_says_no_address)


class BadTemplate(ValueError):
    """A template cannot be used; the text says which part of it."""


class NotSent(Exception):
    """No connection came about: nothing can have been accepted."""


class Uncertain(Exception):
    """The request may have arrived, and what came of it is not known."""


@dataclass
class Request:
    """What goes over the wire."""

    method: str
    url: str
    headers: dict = field(default_factory=dict, repr=False)  # may hold secrets
    body: bytes | None = field(default=None, repr=False)
    timeout: float = 10


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    retry_after: float | None = None


def unknown_placeholders(template):
    """Names in braces that stand for nothing."""
    return sorted(set(PLACEHOLDER.findall(template or "")) - PLACEHOLDERS)


def parse_lines(text, sign):
    """Lines such as ``to={number}`` or ``Accept: text/plain`` as pairs."""
    pairs = []
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        name, found, value = line.partition(sign)
        if not found or not name.strip():
            raise BadTemplate(line)
        pairs.append((name.strip(), value.strip()))
    return pairs


def parse_json(text):
    """The template of a JSON body."""
    try:
        return json.loads(text or "{}")
    except ValueError as error:
        raise BadTemplate(str(error)) from error


def fill(template, values, encode=str):
    """Put values in place of the placeholders; nothing in a value is a placeholder."""
    return PLACEHOLDER.sub(
        lambda match: (
            encode(str(values.get(match[1]) or ""))
            if match[1] in PLACEHOLDERS
            else match[0]
        ),
        template,
    )


def _fill_json(node, values):
    if isinstance(node, dict):
        filled = {key: _fill_json(value, values) for key, value in node.items()}
        return {key: filled[key] for key in node if not _is_void(node[key], values)}
    if isinstance(node, list):
        return [_fill_json(value, values) for value in node]
    return fill(node, values) if isinstance(node, str) else node


def _is_void(template, values):
    """A parameter that consists of one value, and there is none: it is left out."""
    match = isinstance(template, str) and PLACEHOLDER.fullmatch(template)
    return bool(match) and not values.get(match[1])


def build(method, url, kind, body, headers, values, timeout):
    """Make the request of a provider out of its templates.

    :param kind: ``form`` or ``json``; with GET the parameters go into the address
    """
    address = fill(url, values, lambda value: quote(value, safe=""))
    named = {
        name: fill(value, values).replace("\r", "").replace("\n", "")
        for name, value in parse_lines(headers, ":")
    }
    content = None
    if kind == "json" and method != "GET":
        content = json.dumps(
            _fill_json(parse_json(body), values), ensure_ascii=False
        ).encode()
        named.setdefault("Content-Type", "application/json; charset=utf-8")
    else:
        pairs = urlencode(
            [
                (name, fill(value, values))
                for name, value in parse_lines(body, "=")
                if not _is_void(value, values)
            ]
        )
        if method == "GET":
            address += (
                ("&" if urlsplit(address).query else "?") + pairs if pairs else ""
            )
        else:
            content = pairs.encode()
            named.setdefault("Content-Type", "application/x-www-form-urlencoded")
    return Request(method, address, named, content, timeout)


class Line:
    """A kept-open connection to one provider."""

    def __init__(self):
        self.session = requests.Session()
        self.session.max_redirects = 0

    def close(self):
        self.session.close()

    def ask(self, request):
        """Carry a request there and the answer back.

        :raise NotSent: there was no connection
        :raise Uncertain: there was one, but no answer that can be read
        """
        _here.asking = True
        try:
            with self.session.request(
                request.method,
                request.url,
                headers=request.headers,
                data=request.body,
                timeout=request.timeout,
                allow_redirects=False,
                stream=True,
            ) as response:
                content = response.raw.read(LIMIT, decode_content=True)
                text = content.decode(response.encoding or "utf-8", "replace")
                if response.encoding == "ISO-8859-1":  # nobody said: it is a guess
                    text = content.decode("utf-8", "replace")
                return Answer(
                    response.status_code,
                    text,
                    _seconds(response.headers.get("Retry-After")),
                )
        except requests.exceptions.ConnectionError as error:
            if _never_connected(error):
                raise NotSent(type(error).__name__) from None
            raise Uncertain(type(error).__name__) from None
        except (requests.exceptions.InvalidURL, requests.exceptions.InvalidHeader):
            raise NotSent("InvalidRequest") from None
        # from None: the text of such an error can contain the address with its secrets
        except Exception as error:  # noqa: BLE001  whatever breaks while it is read
            raise Uncertain(type(error).__name__) from None
        finally:
            _here.asking = False


def _never_connected(error):
    """Whether an error came before the first byte of the request."""
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    cause = getattr(cause, "reason", cause)
    if isinstance(cause, NewConnectionError | ConnectTimeoutError):
        return True
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or next(
            (each for each in cause.args if isinstance(each, BaseException)), None
        )
    return False


def _seconds(text):
    """``Retry-After`` in seconds; dates in it are left alone."""
    try:
        return min(max(float(text), 0), 86400)
    except (TypeError, ValueError):
        return None
