import random
import time

from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

TRIES = 8


def transact(env, act, *args):
    """Do something in a transaction of its own, again if others were quicker.

    For jobs. The server runs a request anew that PostgreSQL refuses because of what
    somebody did at the same moment; a job it leaves to its next turn, which may be
    tomorrow. Nothing uncommitted may stand before it: it would go with the first try.

    :return: what ``act`` returns
    """
    # a job tells its progress itself: here it would cost as much as the work
    crons = env["ir.cron"].with_context(ir_cron_progress_id=False)
    for attempt in range(1, TRIES + 1):
        try:
            result = act(*args)
            crons._commit_progress()
            return result
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            env.cr.rollback()
            if attempt == TRIES:
                raise
            time.sleep(random.uniform(0.5, 1) * 0.01 * 2**attempt)
