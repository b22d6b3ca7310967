"""The running server, seen from outside: it answers, and each role gets in."""

import http.cookiejar
import json
import urllib.request

import pytest

LOGINS = ("desk", "engineer", "manager", "store", "head", "admin")


def call(opener, address, **params):
    request = urllib.request.Request(
        address,
        json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode(),
        {"Content-Type": "application/json"},
    )
    with opener.open(request, timeout=60) as answer:
        return json.load(answer)


@pytest.fixture
def browser():
    jar = http.cookiejar.CookieJar()
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))


def test_health_answers(base_url, browser):
    with browser.open(f"{base_url}/web/health", timeout=60) as answer:
        assert json.load(answer) == {"status": "pass"}


@pytest.mark.parametrize("login", LOGINS)
def test_each_role_logs_in(base_url, database, browser, login):
    answer = call(
        browser,
        f"{base_url}/web/session/authenticate",
        db=database,
        login=login,
        password=login,
    )
    assert answer.get("result", {}).get("uid"), answer


def test_a_wrong_password_is_refused(base_url, database, browser):
    answer = call(
        browser,
        f"{base_url}/web/session/authenticate",
        db=database,
        login="desk",
        password="wrong",
    )
    assert "AccessDenied" in answer["error"]["data"]["name"]
