"""What the laws of components are tried on: see `tests/test_component_laws.py`.

`SUBJECTS` has an entry for every component class that is registered. It tells ways to
make one, and for each way what a function may return and what its normal form is, said
as far as it can be without the component's own code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.laws.choosing import CHOOSING
from tests.laws.media import MEDIA
from tests.laws.single import SINGLE
from tests.laws.structured import STRUCTURED
from tests.laws.subject import Subject

SUBJECTS: Mapping[str, Sequence[Subject]] = {**SINGLE, **CHOOSING, **MEDIA, **STRUCTURED}
"""By the component's type."""
