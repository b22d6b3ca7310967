"""``./sc bench --places``: scans at a shelf that holds all open orders; no peer has it."""

from acts import Acts
from ours import Service


class PlacesService(Service):
    """Our order with its place; every open one lies on one shelf."""

    def prepare(self, env):
        branch = env["service.branch"].search([], limit=1)
        branch.use_places = True
        super().prepare(env)
        self.shelf_id, self.bench_id = (
            env["service.place"]
            .create(
                [
                    {"name": "Shelf", "branch_id": branch.id},
                    {"name": "Bench", "kind": "bench", "branch_id": branch.id},
                ]
            )
            .ids
        )
        waiting = env[self.model].browse(self.templates["open"])
        waiting._move_to_place(env["service.place"].browse(self.shelf_id), "scan")

    def fill(self, filler, env, count):
        super().fill(filler, env, count)
        last = filler.highest("service_order")
        for kind, number in reversed(self.base.kinds(count)):
            order = env[self.model].browse(self.templates[kind])
            last -= number
            filler.copy_children(
                env["service.place.move"], "order_id", order, last, number
            )


class PlacesActs(Acts):
    """What is done with a scanner, and what the home screen counts."""

    def get(self):
        if not hasattr(self.subject, "shelf_id"):
            return {}
        acts = {
            "create with 3 parts": self.create(3),
            "move one step": self.move(1),
            "scan a device to a place": self.put,
            "open a place with its devices": self.open_place,
            "begin an audit": self.begin,
            "scan in an audit": self.scan,
            "scan an unknown code in an audit": self.scan_unknown,
            "read an audit": self.read,
            "close an audit": self.close,
            "home screen": self.home,
        }
        return {name: (act, 1) for name, act in acts.items()}

    def shelf(self, env):
        return env["service.place"].browse(self.subject.shelf_id)

    def code(self, env):
        lying = self.shelf(env).sudo()._get_lying_domain()
        return self.model(env).search(lying, limit=1, order="id").code

    def audit(self, env):
        return self.shelf(env)._start_audit()

    def put(self, env, meter):
        code = self.code(env)
        meter.start()
        env["service.place"].scan(code, place_id=self.subject.bench_id)

    def open_place(self, env, meter):
        meter.start()
        env["service.place"].get_screen(self.subject.shelf_id)

    def begin(self, env, meter):
        code = self.shelf(env).code
        meter.start()
        env["service.place.audit"].start(code)

    def scan(self, env, meter):
        code, audit = self.code(env), self.audit(env)
        meter.start()
        audit.scan(code)

    def scan_unknown(self, env, meter):
        audit = self.audit(env)
        meter.start()
        audit.scan("404404")

    def read(self, env, meter):
        audit = self.audit(env)
        meter.start()
        audit.get_state()

    def close(self, env, meter):
        audit = self.audit(env)
        meter.start()
        audit.action_close()

    def home(self, env, meter):
        meter.start()
        env["service.home"].get_home()
