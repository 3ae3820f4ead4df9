"""Is a file that is made to do harm refused at once, and in little memory?"""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.city.hostile import HOSTILE, read_apart

SECONDS, MEGABYTES = 2, 200
# A small process that has imported everything, and of which every file gets a copy.
PREPARED = get_context("forkserver")
PREPARED.set_forkserver_preload(["tests.city.hostile"])


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_soon_and_cheaply(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(HOSTILE[name]())
    with ProcessPoolExecutor(1, PREPARED) as apart:
        spent, megabytes, problems = apart.submit(read_apart, path).result(60)
    assert problems, "it was taken"
    assert spent < SECONDS
    assert megabytes < MEGABYTES
