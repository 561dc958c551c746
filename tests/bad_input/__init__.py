"""Wrong values for every component, and what each is told: `messages.md` here."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bad_input.media import MEDIA
from tests.bad_input.sent import Case
from tests.bad_input.single import SINGLE
from tests.bad_input.structured import STRUCTURED

CASES: Mapping[str, Case] = {**SINGLE, **STRUCTURED, **MEDIA}
"""By what the table calls the component: its class, and how it was made."""
