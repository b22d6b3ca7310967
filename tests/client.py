"""A person at the running server: through the web client's calls, or by JSON-2."""

import copy

import requests


class Refused(Exception):
    """The server said no; the text is what the person would read.

    ``kind`` is the name of the server's exception.
    """

    def __init__(self, text, kind=""):
        super().__init__(text)
        self.kind = kind


class Client:
    """One logged-in person.

    ``call`` speaks as the web client does, ``json2`` as a foreign program with an API
    key of the same person.
    """

    def __init__(self, base_url, database, login):
        self.base_url, self.database, self.login = base_url, database, login
        self.session = requests.Session()
        self.key = None
        answer = self._rpc(
            "/web/session/authenticate", db=database, login=login, password=login
        )
        self.uid = answer["uid"]

    def twin(self):
        """The same session once more, for another thread."""
        other = copy.copy(self)
        other.session = requests.Session()
        other.session.cookies.update(self.session.cookies)
        return other

    def _rpc(self, path, **params):
        answer = self.session.post(
            self.base_url + path,
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=120,
        ).json()
        if "error" in answer:
            error = answer["error"]["data"]
            raise Refused(error["message"], error["name"])
        return answer.get("result")  # left out if there is none

    def call(self, model, method, *args, **kwargs):
        return self._rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def json2(self, model, method, **body):
        """Call a method through ``/json/2``; raise ``Refused`` with its message."""
        answer = requests.post(
            f"{self.base_url}/json/2/{model}/{method}",
            json=body,
            headers={
                "Authorization": f"bearer {self._get_key()}",
                "X-Odoo-Database": self.database,
            },
            timeout=120,
        )
        if answer.status_code != 200:
            raise Refused(answer.json()["message"], answer.json()["name"])
        return answer.json()

    def print(self, report, ids):
        """The PDF of a report, as the print menu downloads it."""
        path = f"/report/pdf/{report}/{','.join(map(str, ids))}"
        answer = self.session.get(self.base_url + path, timeout=120)
        assert answer.headers["Content-Type"] == "application/pdf", answer.text[:2000]
        return answer.content

    def _get_key(self):
        """Make an API key the way a person does: description, then password."""
        if not self.key:
            description = self.call(
                "res.users.apikeys.description",
                "create",
                [{"name": "black-box test", "duration": "1"}],
            )
            model = "res.users.apikeys.description"
            action = self.call(model, "make_key", description)
            if action["res_model"] == "res.users.identitycheck":
                check = [action["res_id"]]
                model = "res.users.identitycheck"
                self.call(model, "write", check, {"password": self.login})
                action = self.call(
                    model, "run_check", check, context={"password": self.login}
                )
            self.key = action["context"]["default_key"]
        return self.key
