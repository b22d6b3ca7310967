"""service.order beside Odoo's own repair.order: ``./sc bench [--sizes 10k,100k,1M]``.

With ``--parts`` the addon of parts is there too, and what happens to them is measured;
with ``--cash`` those of cash and pay, and what is done with money; with ``--labels``
that of labels; with ``--places`` that of places, and what is done with a scanner; with
``--leads`` that of leads, and what comes by mail and form, beside Odoo's crm.lead.

Both live in one database and are measured in one run, in turns, each act in a
transaction of its own that is undone. Trust the queries first, then the ratios, then
the minima; milliseconds are those of this machine at this moment.
"""

import argparse
import sys
import time

from acts import Acts
from base import Base
from cash import CashActs, CashBase, CashPeer, CashService
from fill import Filler
from forms import measure_forms
from labels import LabelActs, LabelService
from leads import LeadsActs, LeadsBase, Opportunities, Requests
from meter import Result, measure
from ours import Service
from papers import style_server
from parts import PartsActs, PartsBase, PartsRepair, PartsService
from peer import Repair
from places import PlacesActs, PlacesService
from table import print_table

import odoo
from odoo.api import Environment
from odoo.modules.registry import Registry

SIZES = {"k": 1000, "M": 1_000_000}
SLOW = 2000  # milliseconds: what takes longer is repeated less often


def main():
    options = parse()
    registry = Registry(odoo.tools.config["db_name"][0])
    with registry.cursor() as cr:
        env = Environment(cr, odoo.SUPERUSER_ID, {})
        check_trigrams(cr)
        if options.cash:
            base = CashBase(env, Filler(cr))
            base.filler = Filler(cr)
            ours = CashService(base)
            subjects = [ours, CashPeer(base, ours)]
        elif options.leads:
            base = LeadsBase(env, Filler(cr))
            subjects = [Requests(base), Opportunities(base)]
        elif options.parts:
            base = PartsBase(env, Filler(cr))
            subjects = [PartsService(base), PartsRepair(base)]
        else:
            base = Base(env, Filler(cr))
            kind = LabelService if options.labels else Service
            kind = PlacesService if options.places else kind
            subjects = [kind(base), Repair(base)]
        for subject in subjects:
            subject.prepare(env)
        cr.commit()
    results, filled = {}, 0
    for size in options.sizes:
        fill(registry, subjects, size - filled)
        filled = size
        with style_server(registry):
            results[size] = run(registry, base, subjects, options)
        if options.leads:
            results[size] |= measure_forms(registry, base, options)
    print_table(results)


def parse():
    parser = argparse.ArgumentParser(prog="./sc bench", description=__doc__)
    parser.add_argument(
        *("--sizes", "-s"),
        type=lambda text: sorted(map(number, text.split(","))),
        default=[10_000, 100_000],
        help="how many orders, for example 10k,100k,1M (10k,100k)",
    )
    parser.add_argument(
        *("--rounds", "-r"), type=int, default=7, help="how often each act (7)"
    )
    parser.add_argument(
        *("--only", "-k"),
        default="",
        help="only acts whose name has this, or this, in it",
    )
    parser.add_argument(
        "--parts", action="store_true", help="what happens to parts in stock instead"
    )
    parser.add_argument(
        "--cash", action="store_true", help="what is done with money instead"
    )
    parser.add_argument("--labels", action="store_true", help="printing labels instead")
    parser.add_argument(
        "--places", action="store_true", help="what is done with a scanner instead"
    )
    parser.add_argument(
        "--leads", action="store_true", help="what comes by mail and form instead"
    )
    return parser.parse_args()


def number(text):
    size = int(float(text.rstrip("kM")) * SIZES.get(text[-1], 1))
    if size < 4000:
        raise argparse.ArgumentTypeError("take 4k orders or more")
    return size


def check_trigrams(cr):
    """Without them Odoo silently leaves out every index for “contains”."""
    cr.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
    if not cr.fetchone():
        sys.exit("the database has no pg_trgm: its searches would not be the real ones")


def fill(registry, subjects, count):
    began = time.monotonic()
    with registry.cursor() as cr:
        env = Environment(cr, odoo.SUPERUSER_ID, {})
        for subject in subjects:
            subject.fill(Filler(cr), env, count)
        cr.commit()
    connection = odoo.sql_db.db_connect(registry.db_name)
    with connection.cursor() as cr:
        cr.rollback()
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")
        cr._cnx.autocommit = False
    seconds = time.monotonic() - began
    print(f"{count:,} orders of each kind filled in, {seconds:.0f} s", file=sys.stderr)


def run(registry, base, subjects, options):
    """``{act: (our result, the peer's)}``"""
    with registry.cursor() as cr:
        env = Environment(cr, base.user_id, {"lang": "en_US"})
        kind = get_acts(options)
        acts = [kind(subject, env).get() for subject in subjects]
    results = {}
    for name in acts[0]:
        if not any(each in name for each in options.only.split(",")):
            continue
        pair = [Result(per=each[name][1]) if name in each else None for each in acts]
        turns = [turn for turn in zip(acts, pair, strict=True) if turn[1]]
        for each, result in turns:
            for _warm_up in range(2):
                measure(registry, base.user_id, each[name][0], result)
                if result.times[-1] > SLOW:
                    break
            del result.times[:-1]
        slow = max(result.times[-1] for _acts, result in turns) > SLOW
        for _round in range(1 if slow else options.rounds):
            for each, result in turns:
                measure(registry, base.user_id, each[name][0], result)
        results[name] = pair
        print(f"  {name}", file=sys.stderr)
    return results


def get_acts(options):
    """What is measured, by what was asked for."""
    chosen = {LabelActs: options.labels, CashActs: options.cash}
    chosen |= {PartsActs: options.parts, PlacesActs: options.places}
    chosen |= {LeadsActs: options.leads}
    return next((kind for kind, wanted in chosen.items() if wanted), Acts)


if __name__ == "__main__":
    main()
