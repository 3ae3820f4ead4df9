"""Do modules import downward only, and does each thing of the outside have one door?"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, modules

# What is asked of the outside, and the only modules that may ask.
DOORS = {
    "the clock": ({"datetime.now", "datetime.utcnow", "date.today"}, {"engage/clock.py"}),
    "the environment": ({"os.environ", "os.getenv"}, {"engage/__init__.py"}),
    "the commit": ({"session.commit"}, {"engage/transaction.py"}),
    "mail": ({"smtplib.SMTP", "smtplib.SMTP_SSL"}, {"engage/outbox/mail.py"}),
}


def test_import_contracts_are_kept() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("door", DOORS)
def test_each_thing_of_the_outside_has_one_door(door: str) -> None:
    asked, allowed = DOORS[door]
    found = {
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path not in allowed
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node).removeprefix("db.") in asked
    }
    assert not found


def test_nobody_keeps_the_clock_to_himself() -> None:
    """`from engage.clock import now` would be a clock that tests cannot stop."""
    for path, tree in modules().items():
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        names = [name.name for node in imports if node.module == "engage.clock" for name in node.names]
        assert "now" not in names, path
