"""The fixture that pytest has where rpcface is installed.

Every run of pytest imports this, whatever it tests, and so it imports nothing of rpcface.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from rpcface.testing import Serve


@pytest.fixture
def rpcface_serve() -> Iterator[Serve]:
    """Serves interfaces, or those of a Python file, and gives a client of them."""
    from rpcface.testing import Serve

    serve = Serve()
    yield serve
    serve.close()
