"""What fails and must not be told: it goes to the log, and the caller gets its number."""

from __future__ import annotations

import logging
import secrets

from rpcface.errors import FunctionFailed

_log = logging.getLogger("rpcface")


def failure(what: str, error: BaseException) -> FunctionFailed:
    """Logs `error` with its traceback as an incident of `what`, "interface 'sepia'";
    the error for the caller, which says no more than the incident's id.
    """
    incident = secrets.token_hex(6)
    _log.error("incident %s: %s failed", incident, what, exc_info=error)
    return FunctionFailed(
        f"{what} failed; the server's log tells more under incident {incident}",
        metadata={"incident": incident},
    )
