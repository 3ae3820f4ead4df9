"""What does the program's text look like? Its modules, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """The syntax trees of the program, by path."""
    paths = sorted((ROOT / "engage").rglob("*.py"))
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in paths}


def functions() -> Iterator[tuple[str, Function]]:
    """Every function and method, with `path:line name`."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, Function):
                yield f"{path}:{node.lineno} {node.name}", node


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def stylesheets() -> Iterator[tuple[str, str]]:
    """Those that we wrote ourselves."""
    for path in sorted((ROOT / "engage" / "static").glob("*.css")):
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")
