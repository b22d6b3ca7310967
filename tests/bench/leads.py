"""``./sc bench --leads``: a letter and a form become a lead, beside Odoo's crm.lead."""

from email.message import EmailMessage

from base import PARTNERS, Base

from odoo.addons.mail.models.mail_thread import MailThread

MODELS, DOMAIN = 2000, "bench.example.com"
TEXT = (
    "Hello,\n\nmy Nokla Bench 77 of last year does not charge any more, IMEI "
    "356938035643809. Please call me: 8 912 000-12-35.\n\nBest wishes\n"
)


class LeadsBase(Base):
    """The same company with a directory of devices and an address for letters."""

    def __init__(self, env, filler):
        super().__init__(env, filler)
        brand = env["service.device.brand"].create({"name": "Nokla"})
        kind = env.ref("service_center.service_device_type_phone")
        env["service.device.model"].create(
            [
                {"name": f"Bench {n}", "brand_id": brand.id, "type_id": kind.id}
                for n in range(MODELS)
            ]
        )
        domain = env["mail.alias.domain"].search([("name", "=", DOMAIN)])
        domain = domain or domain.create({"name": DOMAIN})
        env.company.alias_domain_id = domain
        self.branch = env["service.branch"].search([], limit=1)
        self.branch._make_lead_teams()
        self.form_key = env["service.lead.form"]._get_key(self.branch)
        self.sellers = env["crm.team"].create({"name": "S", "alias_name": "sellers"})
        for team in self.branch.lead_team_id | self.sellers:
            team.alias_id.alias_domain_id = domain
        env["crm.lead"].flush_model()


class Leads:
    """Leads of one team: how their table is filled, and letters to its address."""

    model = "crm.lead"

    def __init__(self, base):
        self.base, self.number = base, 0

    def prepare(self, env):
        team = self.get_team(env)
        lead = env[self.model].create(
            {"name": "Template", "type": "opportunity", "team_id": team.id}
        )
        env.flush_all()
        self.lead_id, self.address = lead.id, team.alias_email

    def fill(self, filler, env, count):
        codes = {"service_code": "NULL"} if "service_code" in env[self.model] else {}
        filler.copy(
            *("crm_lead", self.lead_id, count),
            name="'Lead ' || n",
            email_from="'a' || n || '@x.example'",
            email_normalized="'a' || n || '@x.example'",
            phone_sanitized=f"'+7912' || lpad((n % {PARTNERS})::text, 7, '0')",
            create_date=self.base.date("n", count, "closed"),
            **codes,
        )

    def letter(self):
        self.number += 1
        message = EmailMessage()
        message["From"] = f"Ann <ann{self.number}@x.example>"
        message["To"], message["Subject"] = self.address, f"Broken {self.number}"
        message["Message-Id"] = f"<{id(self)}.{self.number}@x.example>"
        message.set_content(TEXT)
        return message.as_bytes()


class Requests(Leads):
    """Ours: of a branch."""

    def get_team(self, env):
        return self.base.branch.with_env(env).lead_team_id

    def process(self, env, letter):
        env["mail.thread"].message_process(False, letter)

    def form(self, env, name):
        quotas = env["service.lead.quota"]
        kinds = ("hour", "day", "phone", "branch")
        quotas._take_all([(kind, name, 3, None) for kind in kinds])
        stated = {"name": name, "phone": "8 912 000-12-35", "text": TEXT}
        branch = self.base.branch.with_env(env)
        env[self.model]._receive_form(branch, {**stated, "device": "Nokla Bench 77"})


class Opportunities(Leads):
    """The peer: Odoo's own team, without what our addon does on the way."""

    def get_team(self, env):
        return self.base.sellers.with_env(env)

    def process(self, env, letter):
        MailThread.message_process(env["mail.thread"], False, letter)

    def form(self, env, name):
        """What Odoo's controller of website forms does, without its visitor."""
        env[self.model].with_context(mail_create_nosubscribe=True).create(
            {
                "name": "Broken",
                "contact_name": name,
                "phone": "+7 912 000-12-35",
                "description": TEXT,
                "team_id": self.base.sellers.id,
                "company_id": env.company.id,
            }
        )


class LeadsActs:
    """What comes from outside, as the gateway and the public pages do it."""

    def __init__(self, subject, env):
        self.subject = subject

    def get(self):
        return {
            "a letter becomes a lead": (self.receive, 1),
            "a form becomes a lead": (self.send_form, 1),
        }

    def receive(self, env, meter):
        letter = self.subject.letter()
        meter.start()
        self.subject.process(env(su=True, user=1), letter)

    def send_form(self, env, meter):
        self.subject.number += 1
        meter.start()
        self.subject.form(env(su=True, user=1), f"Ann {self.subject.number}")
