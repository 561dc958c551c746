"""What holds for every test."""

from __future__ import annotations

import os

import hypothesis

hypothesis.settings.register_profile("rpcface", deadline=None)
hypothesis.settings.load_profile("rpcface")

ENVIRONMENT = {"RPCFACE_PORT": "0", "RPCFACE_WEB_PORT": "off", "PYTHONUNBUFFERED": "1"}
"""Variables of programs that tests start."""

os.environ["RPCFACE_WEB_PORT"] = "off"  # tests of the web ask for it
