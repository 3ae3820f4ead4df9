"""What do tests of feedback share?"""

import pytest

from engage.feedback import receipts


@pytest.fixture(autouse=True)
def _fast_receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow hash is for those who guess."""
    for name, value in {"TIME_COST": 1, "MEMORY_KIB": 8, "LANES": 1}.items():
        monkeypatch.setattr(receipts, name, value)
