"""Is a file that is made to do harm refused at once, and in little memory?"""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT
from tests.city.hostile import HOSTILE

SECONDS, MEGABYTES = 2, 200


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_soon_and_cheaply(name: str) -> None:
    read = [sys.executable, "-m", "tests.city.hostile"]
    limited = ["sh", "-c", 'ulimit -v 1000000; exec "$@"', "sh", *read]
    told = subprocess.run(limited, input=HOSTILE[name](), cwd=ROOT, capture_output=True, timeout=60, check=True)
    spent, megabytes, problems = map(float, told.stdout.split())
    assert problems, "it was taken"
    assert spent < SECONDS
    assert megabytes < MEGABYTES
