"""What was done how often, how fast, and what was said instead."""

import threading
from collections import Counter, defaultdict

# the slowest tenth or twentieth of a kind may take so many seconds
TARGETS = {"read": 1.5, "write": 3.0}


class Meter:
    """Each request by its operation; errors and refusals by their sentence."""

    def __init__(self):
        self.lock = threading.Lock()
        self.times, self.kinds = defaultdict(list), {}
        self.errors, self.refused = Counter(), Counter()
        self.unanswered, self.leaks = Counter(), Counter()
        self.notes, self.stopped = Counter(), Counter()
        self.fault = None  # what is broken just now: then silence is no error

    def took(self, name, kind, seconds):
        with self.lock:
            self.kinds[name] = kind
            self.times[name].append(seconds)

    def error(self, name, sentence):
        with self.lock:
            where = self.unanswered if self.fault else self.errors
            where[name, sentence.strip()[:300]] += 1

    def refusal(self, name, sentence):
        with self.lock:
            self.refused[name, sentence.strip()[:300]] += 1

    def leak(self, name, what):
        with self.lock:
            self.leaks[name, what] += 1

    def note(self, what):
        with self.lock:
            self.notes[what] += 1

    def stop(self, sentence):
        """An order could not go on: no life is to be refused, each keeps the rules."""
        with self.lock:
            self.stopped[sentence] += 1

    def slow(self):
        """Kinds whose p95 is over its target."""
        found = []
        for kind, target in TARGETS.items():
            times = self.of_kind(kind)
            if times and quantile(times, 0.95) > target:
                found.append(
                    f"p95 of all that is a {kind}: {quantile(times, 0.95):.2f} s,"
                    f" the target is {target} s"
                )
        return found

    def of_kind(self, kind):
        return [
            each
            for name, times in self.times.items()
            if self.kinds[name] == kind
            for each in times
        ]

    def table(self):
        lines = [f"{'operation':<34} kind   count    p50    p95    max  errors refused"]
        wrong, said = Counter(), Counter()
        for (name, _text), count in self.errors.items():
            wrong[name] += count
        for (name, _text), count in self.refused.items():
            said[name] += count
        names = sorted(self.times, key=lambda name: (self.kinds[name], name))
        for name in names:
            lines.append(self._line(name, self.kinds[name], self.times[name]))
            lines[-1] += f" {wrong[name]:>7} {said[name]:>7}"
        for kind in sorted(set(self.kinds.values())):
            lines.append(self._line(f"all of kind {kind}", kind, self.of_kind(kind)))
        for title, found in (
            ("errors", self.errors),
            ("refused by a rule", self.refused),
            ("not answered while something was broken", self.unanswered),
            ("SECRETS IN ANSWERS", self.leaks),
        ):
            if found:
                lines += ["", f"{title}:"]
                lines += [
                    f"  {count:>5} × {name}: {text}"
                    for (name, text), count in found.most_common(40)
                ]
        lines.append("")
        lines += [f"  {count:>5} {what}" for what, count in sorted(self.notes.items())]
        return "\n".join(lines)

    def _line(self, name, kind, times):
        return (
            f"{name:<34} {kind:<6} {len(times):>5} {quantile(times, 0.5):>6.2f}"
            f" {quantile(times, 0.95):>6.2f} {max(times):>6.2f}"
        )


def quantile(times, part):
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
