"""The web edge: the same services over HTTP/1.1, for browsers and for curl.

import rpcface.web
app.mount("/sepia", rpcface.web.app(demo))

ImportError: the extra `web` is missing.
"""

try:
    import connectrpc  # noqa: F401 - whether it is there
    import httptools  # noqa: F401 - the same
    import uvicorn  # noqa: F401 - the same
except ImportError as error:
    raise ImportError(
        f"the web needs {error.name}: pip install 'rpcface[web]'", name=error.name
    ) from None

from rpcface.web.app import App, app

__all__ = ["App", "app"]
