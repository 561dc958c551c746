"""What holds for every test."""

from __future__ import annotations

import os
import signal

import hypothesis

hypothesis.settings.register_profile("rpcface", deadline=None)
hypothesis.settings.load_profile("rpcface")

ENVIRONMENT = {"RPCFACE_PORT": "0", "RPCFACE_WEB_PORT": "off", "PYTHONUNBUFFERED": "1"}
"""Variables of programs that tests start."""

os.environ["RPCFACE_WEB_PORT"] = "off"  # tests of the web ask for it

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell starts what it runs in the background so, and programs of tests would have it, too
    signal.signal(signal.SIGINT, signal.default_int_handler)
