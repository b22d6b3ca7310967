import json
import logging

import psycopg2
from werkzeug.exceptions import HTTPException

from odoo import models
from odoo.exceptions import RedirectWarning, UserError
from odoo.http import Response, SessionExpiredException, request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import config

FOR_PEOPLE = (UserError, RedirectWarning, HTTPException, SessionExpiredException)


class IrHttp(models.AbstractModel):
    """What goes wrong inside the server is told to its log, not to the browser.

    Odoo answers every failed call with a traceback, and with the words of the database:
    queries, values, paths. People get the sentence that is meant for them, or that
    something went wrong; who develops (``--dev``) gets all of it.
    """

    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if isinstance(exception, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            # the server has tried it again and again: a refusal, not a breakdown
            exception.loglevel = logging.WARNING
        if (
            isinstance(response, Response)
            and response.mimetype == "application/json"
            and not config["dev_mode"]
        ):
            cls._hide_inside(response, exception)
        return response

    @classmethod
    def _hide_inside(cls, response, exception):
        """Leave the kind of error, and the words that are for people."""
        answer = json.loads(response.get_data())
        # a call of the web client, or one of JSON-2
        about = answer["error"]["data"] if "error" in answer else answer
        if "debug" not in about:
            return
        about["debug"] = ""
        if not isinstance(exception, FOR_PEOPLE):
            about["arguments"] = []
            about["message"] = cls._get_apology(exception)
        response.set_data(json.dumps(answer))

    @classmethod
    def _get_apology(cls, exception):
        try:
            if isinstance(exception, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
                return request.env._(
                    "Others were changing the same at this moment and were quicker. "
                    "Nothing of yours was changed: do it once more."
                )
            return request.env._(
                "Something went wrong at the server. Try once more; if it happens "
                "again, tell your administrator what you did and when: the server's "
                "log says more."
            )
        except psycopg2.Error:  # no database, and so no language either
            return "The database does not answer. Try once more in a minute."
