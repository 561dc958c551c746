"""What tests of rpcface's users need: a server and a client in one step, and the laws that
every component keeps. pytest has it as the fixture `rpcface_serve`.

    from rpcface.testing import serving

    with serving(demo) as served:
        assert served.client.predict("Ada") == "Hello Ada."
"""

from rpcface.testing.laws import check_component
from rpcface.testing.served import Serve, Served, serving

__all__ = ["Serve", "Served", "check_component", "serving"]
