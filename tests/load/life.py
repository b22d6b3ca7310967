"""One order from the intake to its issue, in the hands of the people of a branch."""

import base64
import functools
import io
import os
import random
import time
import uuid

from PIL import Image, ImageDraw

from ..client import Refused
from . import screens
from .person import PAPER, PASSCODE, WRITE, Unanswered

ORDER, LINE, PHOTO = "service.order", "service.order.line", "service.order.photo"
FAULTS = ("Не включается", "Wyświetlacz pęknięty", "Does not charge", "Не працює звук")
# Steps that are taken once more if nobody knows what became of them: one press is one
# payment or label, however often it comes, and of the rest a second one does no harm.
AGAIN = ("take_in", "pay", "press", "label", "answer", "supply")
FOUND = "Разбит экран"
NAMES = ("Ночная Жанна", "Łucja Żółć", "Іван Ґава", "Ann Example", "Ерлан Касымов")


@functools.cache
def _noise():
    return Image.effect_noise((1280, 960), 40).convert("RGB")


def photo():
    """A picture of some weight; no two are alike, or they would share one file."""
    picture, stream = _noise().copy(), io.BytesIO()
    picture.paste(Image.frombytes("RGB", (16, 16), os.urandom(768)), (8, 8))
    picture.save(stream, "JPEG", quality=55)
    return stream.getvalue()


@functools.cache
def signature():
    picture, stream = Image.new("RGBA", (300, 100)), io.BytesIO()
    line = [(10, 80), (150, 20), (290, 70)]
    ImageDraw.Draw(picture).line(line, "darkblue", 5)
    picture.save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


class Life:
    """``number`` decides what kind of life it is; ``pace`` stretches its pauses."""

    def __init__(self, day, number):
        self.day, self.number, self.pace = day, number, day.pace
        self.company, self.promises = day.company, day.promises
        self.chance = random.Random(number)
        self.branch = self.company.branches[number % len(self.company.branches)]
        self.desk, self.keeper = self._who("desk"), self._who("keeper")
        self.manager, self.engineer = self._who("manager"), self._who("engineer")
        self.order, self.paid, self.has_passcode = None, 0, False

    def _who(self, role):
        """Somebody of the branch in this role, or who stands in for him."""
        mine = [p for p in self.company.people if p.branch == self.branch]
        found = [p for p in mine if p.role == role]
        if not found:
            return self.company.head
        return self.chance.choice(found)

    def every(self, count, rest=0):
        return self.number // len(self.company.branches) % count == rest

    def pause(self, seconds):
        time.sleep(self.chance.uniform(0.5, 1.5) * seconds * self.pace)

    def live(self):
        """To the end; or as far as it went, when nobody answered any more."""
        try:
            for step in self._steps():
                self._take(step)
            self.day.meter.note("order lives that came to their end")
        except Unanswered:
            self.day.meter.note("order lives that were broken off")
        except Refused as refusal:
            self.day.meter.note("order lives that a rule stopped")
            if not self.day.meter.fault:  # a full disk keeps no photo, and says so
                self.day.meter.stop(f"{self.branch['code']}: {str(refusal)[:300]}")

    def _take(self, step):
        """A step; one that was not answered is taken once more, as people do."""
        for patience in range(40):
            try:
                return step()
            except Unanswered:
                if not self.day.meter.fault and not patience:
                    raise
                self.day.stopped.wait(2)
                if self.day.house.answers():
                    if self._is_done(step):
                        return None
                    if patience > 5:
                        raise
        raise Unanswered(step.__name__)

    def _is_done(self, step):
        """Whether what was not answered has happened: people look before they press."""
        seen = {
            "start": ("state", "in_progress"),
            "diagnose": ("diagnosis", FOUND),
            "ask": ("state", "approval"),
            "finish": ("state", "done"),
            "issue": ("state", "issued"),
        }.get(step.__name__)
        if not seen or not self.order:
            return step.__name__ not in AGAIN
        field, value = seen
        try:
            return self._read(field) == value
        except Unanswered:
            return False

    def _read(self, field):
        values = self.desk.read(
            "reading an order", ORDER, "read", [self.order], [field]
        )
        return values[0][field]

    def _steps(self):
        yield self.arrive
        yield self.take_in
        yield self.photograph
        if self.is_signed:
            yield self.sign
        yield self.label
        if self.every(6):
            yield self.prepay
        self.pause(6)
        yield self.start
        self.pause(3)
        yield self.diagnose
        if self.every(3):
            yield self.ask
            self.pause(5)
            yield self.answer
        if self.every(12, 5):
            yield self.refuse
        else:
            if self.waits_for_part:
                yield self.supply
            if self.branch["parts_steps"] == "two_steps":
                self.pause(2)
                yield self.hand_out_parts
            self.pause(4)
            yield self.finish
        self.pause(5)
        yield self.pay
        yield self.issue
        if self.day.papers and self.every(4):
            yield self.print_act

    @property
    def is_signed(self):
        """Phones are taken in with photos, consents and a signature."""
        return self.day.papers and self.every(4, 1)

    @property
    def waits_for_part(self):
        return self.every(9, 4)

    # the steps

    def arrive(self):
        """Some have written before: their request becomes the order."""
        lead = self.day.take_lead(self.branch)
        if not lead:
            return
        with self.desk.busy:
            values = {"device_type_id": self._kind(), "contact_name": self._name()}
            self.desk.write("lead: fill in", "crm.lead", "write", [lead], values)
            action = self.desk.write(
                "lead: to order", "crm.lead", "action_to_order", [lead]
            )
        self.order = action["res_id"]
        self.promises.add("order", self.order)

    def _kind(self):
        return self.company.signed if self.is_signed else self.company.plain

    def _name(self):
        return self.chance.choice(NAMES)

    def take_in(self):
        if self.order:
            return
        with self.desk.busy:
            self.desk.read("home screen", "service.home", "get_home")
            phone = f"+48 6{uuid.uuid4().int % 10**8:08}"
            values = {
                "branch_id": self.branch["id"],
                "partner_phone": phone,
                "partner_name": f"{self._name()} {self.number}",
                "serial": uuid.uuid4().hex[:15],
                "device_type_id": self._kind(),
                "fault": self.chance.choice(FAULTS),
                "appearance": "Царапина, rysa",
                "no_accessories": True,
            }
            if self.every(5):
                values["passcode"] = f"{PASSCODE}-{self.number}"
                values["unlock_method"] = "kept"
                self.has_passcode = True
            form = screens.form(self.desk, ORDER)
            asked = ["partner_phone"]
            self.desk.read(
                "intake: phone typed", ORDER, "onchange", [], values, asked, form
            )
            (saved,) = self.desk.write("intake", ORDER, "web_save", [], values, form)
            self.order = saved["id"]
            self.promises.add("order", self.order)
            if self.every(2):
                self.desk.write(
                    *("customer's address", "res.partner", "write"),
                    [saved["partner_id"]["id"]],
                    {"email": f"customer{self.number}@elsewhere.example"},
                )

    def photograph(self):
        if not self.is_signed and not self.every(2):
            return
        with self.desk.busy:
            for number in range(2):
                answer = self.desk.post(
                    *("photo", WRITE, f"/service_center/order/{self.order}/photo"),
                    files={"ufile": (f"{number}.jpg", photo(), "image/jpeg")},
                )
                self.note_photo(answer)

    def note_photo(self, answer):
        try:
            found = answer.json()
        except ValueError:
            raise Unanswered(answer.text[:200]) from None
        if "id" in found:
            self.promises.add("photo", found["id"])
        else:
            self.day.meter.refusal("photo", str(found)[:200])
            raise Refused(str(found))

    def sign(self):
        consent = "service.order.consent"
        with self.desk.busy:
            # a request that became an order brought neither
            values = {"appearance": "Царапина, rysa", "no_accessories": True}
            self.desk.write("intake: checks", ORDER, "write", [self.order], values)
            mine = [["order_id", "=", self.order]]
            found = self.desk.read("intake: consents", consent, "search", mine)
            self.desk.write("intake: agreed", consent, "action_agree", found)
            receipt = self.desk.call(
                *("signed receipt (PDF)", PAPER, ORDER, "action_record_receipt"),
                [self.order],
                signed_by=self._name(),
                signature=signature(),
            )
        self.promises.add("receipt", receipt)

    def label(self):
        key = f"day-{self.order}"  # of one press, however often it is sent
        with self.desk.busy:
            self.desk.write("label", ORDER, "action_print_label", [self.order], key=key)
        self.promises.add("label", self.order)

    def start(self):
        with self.engineer.busy:
            self.open_form(self.engineer)
            self.engineer.write("work started", ORDER, "action_start", [self.order])
        self.promises.add("stage", self.order, "in_progress")

    def open_form(self, person):
        form = screens.form(person, ORDER)
        person.read("form opened", ORDER, "web_read", [self.order], form)

    def diagnose(self):
        part = self.company.parts[0]
        if not self.waits_for_part:
            part = self.chance.choice(self.company.parts[1:])
        lines = [
            {"product_id": self.chance.choice(self.company.works)},
            {"product_id": part, "quantity": self.chance.choice((1, 1, 2))},
        ]
        with self.engineer.busy:
            if self.has_passcode:
                self.see_passcode()
            form = screens.form(self.engineer, ORDER)
            (saved,) = self.engineer.write(
                *("diagnosis and parts", ORDER, "web_save", [self.order]),
                {
                    "diagnosis": FOUND,
                    "line_ids": [[0, 0, line] for line in lines],
                },
                form,
            )
        for line in saved["line_ids"]:
            self.promises.add("line", line["id"])

    def see_passcode(self):
        """He says who he is once more, then it is shown to him."""
        action = self.engineer.write(
            "passcode shown", ORDER, "action_reveal_passcode", [self.order]
        )
        if action.get("res_model") == "res.users.identitycheck":
            model, check = action["res_model"], [action["res_id"]]
            password = self.engineer.login
            self.engineer.write(
                "password asked again", model, "write", check, {"password": password}
            )
            self.engineer.write(
                *("passcode shown", model, "run_check", check),
                context={"password": password},
            )

    def ask(self):
        with self.manager.busy:
            self.manager.write(
                "sent for approval", ORDER, "action_send_for_approval", [self.order]
            )
        self.promises.add("stage", self.order, "approval")

    def answer(self):
        model, mine = "service.estimate", [["order_id", "=", self.order]]
        with self.manager.busy:
            (found, *_more) = self.manager.read(
                "estimate", model, "search_read", mine, ["line_ids", "state"]
            )
            if found["state"] == "sent":
                self.manager.write(
                    *("approval recorded", model, "action_record_answer"),
                    [found["id"]],
                    found["line_ids"],
                    "phone",
                )

    def supply(self):
        """The part is bought for this order, and comes."""
        purchase = "purchase.order"
        with self.keeper.busy:
            action = self.keeper.write(
                "parts bought", ORDER, "action_buy_parts", [self.order]
            )
            bought = action.get("res_id")
            ids = [bought] if bought else self._search_purchases(action["domain"])
            for each in ids:
                self._confirm(purchase, each)

    def _search_purchases(self, domain):
        return self.keeper.read("purchases", "purchase.order", "search", domain)

    def _confirm(self, purchase, each):
        (values,) = self.keeper.read(
            "purchases", purchase, "read", [each], ["state", "picking_ids"]
        )
        if values["state"] == "draft":
            self.keeper.write("purchase confirmed", purchase, "button_confirm", [each])
        self.promises.add("purchase", each)
        (values,) = self.keeper.read(
            "purchases", purchase, "read", [each], ["picking_ids"]
        )
        for picking in values["picking_ids"]:
            self._receive(picking)

    def _receive(self, picking):
        model = "stock.picking"
        (values,) = self.keeper.read("receipts", model, "read", [picking], ["state"])
        if values["state"] in ("done", "cancel"):
            return
        self.keeper.write("parts received", model, "button_validate", [picking])
        self.promises.add("receiving", picking)

    def hand_out_parts(self):
        with self.keeper.busy:
            self.keeper.write("parts issued", ORDER, "action_issue_parts", [self.order])

    def finish(self):
        with self.engineer.busy:
            self.engineer.write("work done", ORDER, "action_done", [self.order])
        self.promises.add("stage", self.order, "done")

    def refuse(self):
        with self.manager.busy:
            lines = self.manager.read(
                "lines", LINE, "search", [["order_id", "=", self.order]]
            )
            self.promises.take_back("line", lines)
            self.manager.write("line taken out", LINE, "unlink", lines)
            values = {"refusal_reason": "Клиент передумал"}
            self.manager.write("refusal: reason", ORDER, "write", [self.order], values)
            self.manager.write("refused", ORDER, "action_refuse", [self.order])
        self.promises.add("stage", self.order, "refused")

    def prepay(self):
        self._pay("prepayment", 20)

    def pay(self):
        with self.desk.busy:
            (values,) = self.desk.read(
                "what is due", ORDER, "read", [self.order], ["amount_due"]
            )
        if round(values["amount_due"], 2):
            self._pay("payment")

    def _pay(self, name, amount=None):
        """The dialog is opened once; its button is pressed until it was answered."""
        dialog = "service.cash.payment"
        values = {"order_id": self.order, "journal_id": self.branch["desk"]}
        if amount:
            values["amount"] = amount
        with self.desk.busy:
            (opened,) = self.desk.write(f"{name}: dialog", dialog, "create", [values])
            (said,) = self.desk.read(
                *(f"{name}: amount", dialog, "read", [opened]),
                ["amount", "payment_type"],
            )

            def press():
                return self.desk.write(name, dialog, "action_pay", [opened])

            self._take(press)
        sign = 1 if said["payment_type"] == "inbound" else -1
        self.promises.add("payment", self.order, sign * said["amount"])

    def issue(self):
        with self.desk.busy:
            self.open_form(self.desk)
            self.desk.write("issued", ORDER, "action_issue", [self.order])
        self.promises.add("stage", self.order, "issued")

    def print_act(self):
        with self.desk.busy:
            self.desk.get(
                *("act (PDF)", PAPER),
                f"/report/pdf/service_center.report_act/{self.order}",
            )
