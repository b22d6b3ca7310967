"""docker-compose.yml and config/: valid, and in step with each other and the locks.

There is no Docker engine in the tests: the files are checked, not the containers.
"""

import configparser
import json
import re
import subprocess
import sys

import pytest

from .conftest import ROOT, addon_folders


@pytest.fixture(scope="module")
def compose():
    """The file as Docker Compose itself understands it."""
    done = subprocess.run(
        [sys.executable, "-m", "dev.compose", "config", "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def services(compose):
    return compose["services"]


def odoo_conf(name="odoo.conf"):
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "config" / name)
    return dict(parser["options"])


def postgres_conf():
    text = (ROOT / "config" / "postgresql.conf").read_text()
    return dict(re.findall(r"^(\w+) = (\S+)$", text, re.MULTILINE))


def test_docker_compose_finds_mistakes(tmp_path):
    """Otherwise the other tests here would prove nothing."""
    broken = (ROOT / "docker-compose.yml").read_text().replace("image:", "imag:")
    (tmp_path / "docker-compose.yml").write_text(broken)
    done = subprocess.run(
        [sys.executable, "-m", "dev.compose", "-f", tmp_path / "docker-compose.yml"]
        + ["config", "-q"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "imag" in done.stderr


def test_where_it_cannot_be_had_one_sentence_says_so(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "dev.compose", "config"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(tmp_path), "STATE": str(tmp_path / "state")},
    )
    assert done.returncode == 1
    assert "install Docker with its compose plugin" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_parts(services):
    assert set(services) == {"postgres", "setup", "odoo", "cron", "proxy"}
    assert services["postgres"]["image"] == "postgres:17"
    for name in ("setup", "odoo", "cron"):
        assert services[name]["build"]["args"] == {"ODOO_IMAGE": "odoo:19.0"}


def test_every_lasting_part_restarts_and_is_watched(services):
    for name, service in services.items():
        if name != "setup":
            assert service["restart"] == "unless-stopped", name
            assert service["healthcheck"]["test"], name
            assert "no-new-privileges:true" in service["security_opt"], name
    assert services["setup"]["restart"] == "no"


def test_order_of_the_start(services):
    for name in ("odoo", "cron"):
        conditions = {
            other: each["condition"]
            for other, each in services[name]["depends_on"].items()
        }
        assert conditions == {
            "postgres": "service_healthy",
            "setup": "service_completed_successfully",
        }
    assert services["proxy"]["depends_on"]["odoo"]["condition"] == "service_healthy"


def test_only_the_proxy_can_be_reached_and_only_from_this_machine(services, compose):
    published = {name for name, each in services.items() if each.get("ports")}
    assert published == {"proxy"}
    (port,) = services["proxy"]["ports"]
    assert port["host_ip"] == "127.0.0.1"
    assert list(services["postgres"]["networks"]) == ["database"]
    assert compose["networks"]["database"]["internal"] is True


def test_passwords_come_from_files_alone(services, compose):
    names = {"postgres_password", "admin_password", "service_center_keys"}
    assert set(compose["secrets"]) == names
    assert all("file" in each for each in compose["secrets"].values())
    for name, service in services.items():
        for variable, value in (service.get("environment") or {}).items():
            if "PASSWORD" in variable:
                assert variable.endswith("_FILE"), (name, variable)
                assert value.startswith("/run/secrets/"), (name, variable)
    holders = {
        name
        for name, each in services.items()
        if "admin_password" in [secret["source"] for secret in each.get("secrets", [])]
    }
    assert holders == {"setup"}


def test_keys_reach_every_odoo_where_its_settings_name_them(services):
    """Copied at the start: a mounted secret is as readable as it is on the host."""
    file = odoo_conf()["service_center_key_file"]
    entrypoint = (ROOT / "docker" / "entrypoint.sh").read_text()
    assert f"install -m 0400 /run/secrets/service_center_keys {file}" in entrypoint
    for name in ("setup", "odoo", "cron"):
        held = [secret["source"] for secret in services[name]["secrets"]]
        assert "service_center_keys" in held, name
        assert any(
            file.startswith(each.split(":")[0]) for each in services[name]["tmpfs"]
        )


def test_what_must_survive_is_in_volumes(services):
    kept = {
        name: [
            each["target"] for each in service["volumes"] if each["type"] == "volume"
        ]
        for name, service in services.items()
    }
    assert kept.pop("proxy") == []
    assert kept.pop("postgres") == ["/var/lib/postgresql/data"]
    assert set(map(tuple, kept.values())) == {("/var/lib/odoo",)}


def test_files_that_are_mounted_or_copied_exist(services):
    for service in services.values():
        for volume in service["volumes"]:
            if volume["type"] == "bind":
                assert (ROOT / volume["source"]).is_file()
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (.+) \S+$", dockerfile, re.MULTILINE)
    for path in " ".join(copied).split():
        assert (ROOT / path).exists(), path
        shown = (ROOT / "docker" / "Dockerfile.dockerignore").read_text().split()
        assert f"!{path}" in shown, path


def complaints(file):
    """Return what Odoo says when it reads a file of settings."""
    script = (
        "import sys; from odoo.tools import config;"
        "config.parse_config(['-c', sys.argv[1]], setup_logging=True)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, file],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    known = (
        "no such directory '/opt/service-center/addons'",  # it is in the image
        "unknown option 'service_center_key_file'",  # it is our addon's own
    )
    return [
        line
        for line in done.stderr.splitlines()
        if not any(each in line for each in known)
    ]


@pytest.mark.parametrize("name", ["odoo.conf", "odoo.development.conf"])
def test_odoo_knows_every_setting(name, tmp_path):
    assert complaints(ROOT / "config" / name) == []
    misspelt = tmp_path / name
    text = (ROOT / "config" / name).read_text()
    misspelt.write_text(text.replace("max_cron_threads", "max_cron_thread"))
    assert "max_cron_thread" in "".join(complaints(misspelt))


@pytest.mark.parametrize("name", ["odoo.conf", "odoo.development.conf"])
def test_one_database_and_no_database_manager(name):
    conf = odoo_conf(name)
    assert conf["list_db"] == "False"
    assert conf["dbfilter"] == f"^{conf['db_name']}$"
    assert conf["admin_passwd"] == ""
    assert "db_password" not in conf


def test_web_and_scheduled_jobs_are_apart():
    conf = odoo_conf()
    assert int(conf["workers"]) >= 2
    assert conf["max_cron_threads"] == "0"
    assert conf["proxy_mode"] == "True"
    entrypoint = (ROOT / "docker" / "entrypoint.sh").read_text()
    assert re.search(r"cron\).*--workers=0 --max-cron-threads=2", entrypoint, re.DOTALL)


def test_connections_are_enough():
    conf = odoo_conf()
    web = int(conf["workers"]) * int(conf["db_maxconn"])
    jobs = int(conf["db_maxconn"])
    most = web + int(conf["db_maxconn_gevent"]) + jobs
    assert most + 20 <= int(postgres_conf()["max_connections"])


def test_nothing_durable_is_traded_for_speed():
    conf = postgres_conf()
    assert conf["fsync"] == conf["synchronous_commit"] == "on"


def test_the_proxy_leads_to_the_ports_of_odoo():
    conf = odoo_conf()
    nginx = (ROOT / "config" / "nginx.conf").read_text()
    upstreams = dict(re.findall(r"upstream (\w+) \{\s+server (\S+);", nginx))
    assert upstreams == {
        "odoo_web": f"odoo:{conf['http_port']}",
        "odoo_websocket": f"odoo:{conf['gevent_port']}",
    }
    websocket = re.search(r"location = /websocket \{(.*?)\}", nginx, re.DOTALL)
    assert "http://odoo_websocket" in websocket[1]
    assert "client_max_body_size 50m;" in nginx
    assert "gzip on;" in nginx
    for header in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy"):
        assert f"add_header {header} " in nginx


def test_no_location_loses_the_headers_of_its_server():
    """nginx forgets all inherited ones where a single one is set again."""
    nginx = (ROOT / "config" / "nginx.conf").read_text()
    for block in re.findall(r"location [^{]+\{(.*?)\n    \}", nginx, re.DOTALL):
        assert "add_header" not in block
        assert "proxy_set_header" not in block


def test_the_image_has_the_versions_of_the_lock():
    lock = (ROOT / "dev" / "lock" / "requirements.lock").read_text()
    for line in (ROOT / "docker" / "requirements.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            assert re.search(rf"^{re.escape(line)}( |$)", lock, re.MULTILINE), line


def test_setup_installs_an_addon_that_exists(services):
    names = services["setup"]["environment"]["SERVICE_CENTER_ADDONS"].split(",")
    assert set(names) <= {folder.name for folder in addon_folders()}
