"""The measured operations: each gets an environment and a meter, for both models."""

from papers import PAPERS, print_papers
from startup import webclient

PAGE = 80
BULK = 1000


class Acts:
    """What a person does with one kind of order, as the web client asks for it."""

    def __init__(self, subject, env):
        self.subject, model = subject, env[subject.model]
        self.specs = {
            kind: webclient.get_spec(model, webclient.get_arch(model, kind))
            for kind in ("list", "form", "kanban")
        }

    def get(self):
        """``{what it is called: (operation, divisor of its numbers)}``"""
        acts = {
            "create with 3 parts": (self.create(3), 1),
            "create with 10 parts": (self.create(10), 1),
            "new order in the browser, 3 parts": (self.browse, 1),
            "add a part to an order": (self.add_line, 1),
            f"create {BULK} with 3 parts, per order": (self.create_many, BULK),
            "move one step": (self.move(1), 1),
            "move 100 one step, per order": (self.move(100), 100),
            "list as it opens": (self.list(self.subject.opening_domain), 1),
            "list of all": (self.list([]), 1),
            "list of all, page 100": (self.list([], PAGE * 100), 1),
            "kanban as it opens": (self.kanban, 1),
            "open the form, old": (self.form("old_id"), 1),
            "open the form, recent": (self.form("recent_id"), 1),
            f"{PAPERS} work orders in one PDF": (
                print_papers(self.subject, self.subject.paper),
                1,
            ),
        }
        for kind in ("number", "serial", "phone", "customer", "nothing"):
            acts[f"search by {kind}"] = (self.search(kind), 1)
        return {**acts, **self.subject.own_acts()}

    def model(self, env):
        return env[self.subject.model]

    def create(self, parts):
        def act(env, meter):
            values = self.subject.values(parts)
            meter.start()
            self.model(env).create(values)

        return act

    def create_many(self, env, meter):
        values = [self.subject.values() for _each in range(BULK)]
        meter.start()
        self.model(env).create(values)

    def browse(self, env, meter):
        model = self.model(env)
        with webclient.browser_form(model, on_ready=meter.start) as form:
            self.subject.type_in(form, env)
            form.save()
        meter.requests = form.requests

    def add_line(self, env, meter):
        order = self.model(env).browse(self.subject.recent_id)
        meter.start()
        order.web_save({self.subject.lines: [self.subject.line(5)]}, self.specs["form"])

    def move(self, count):
        def act(env, meter):
            orders = self.subject.ready_to_move(env, count)
            meter.start()
            self.subject.move(orders)

        return act

    def list(self, domain, offset=0):
        def act(env, meter):
            meter.start()
            self.model(env).web_search_read(
                domain, self.specs["list"], offset, PAGE, count_limit=10001
            )

        return act

    def kanban(self, env, meter):
        domain = self.subject.opening_domain
        meter.start()
        self.model(env).web_read_group(
            domain,
            [self.subject.group_by],
            self.subject.aggregates,
            auto_unfold=True,
            unfold_read_specification=self.specs["kanban"],
            unfold_read_default_limit=40,
        )

    def form(self, which):
        def act(env, meter):
            order = self.model(env).browse(getattr(self.subject, which))
            meter.start()
            order.web_read(self.specs["form"])

        return act

    def search(self, kind):
        def act(env, meter):
            domain = self.subject.searches()[kind]
            meter.start()
            self.model(env).search(domain, limit=PAGE)

        return act
