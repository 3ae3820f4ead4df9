"""Is everything small, and called what it is?"""

import ast
import re
import statistics

from tests.architecture.source import ROOT, Function, functions, modules

MAX_FUNCTION, MAX_VIEW, MAX_MODULE = 30, 12, 300
FORBIDDEN_MODULES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "handlers"}
GIVEN_NAMES = {"process_bind_param", "process_result_value"}  # SQLAlchemy calls its hooks so
FORBIDDEN_NAMES = re.compile(r"_?(process|do|handle)_\w+|_?(data|info|utils?|misc)|\w*(Manager|Handler|Helper)")


def _length(function: Function) -> int:
    """Lines from `def` to the end, docstring and all."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _is_view(function: Function) -> bool:
    return any(re.search(r"\.(route|get|post)\(", ast.unparse(mark)) for mark in function.decorator_list)


def test_no_function_is_long() -> None:
    assert not [name for name, function in functions() if _length(function) > MAX_FUNCTION]


def test_views_are_thin() -> None:
    assert not [name for name, function in functions() if _is_view(function) and _length(function) > MAX_VIEW]


def test_most_functions_are_small() -> None:
    lengths = sorted(_length(function) for _, function in functions())
    assert statistics.median(lengths) <= 6
    assert lengths[int(len(lengths) * 0.9)] <= 15


def test_no_module_is_long() -> None:
    lengths = {path: (ROOT / path).read_text("utf-8").count("\n") for path in modules()}
    assert not {path: length for path, length in lengths.items() if length > MAX_MODULE}


def test_modules_are_called_what_they_are_about() -> None:
    parts = {part for path in modules() for part in path.removesuffix(".py").split("/")}
    assert not parts & FORBIDDEN_MODULES


def test_functions_classes_and_variables_are_called_what_they_are() -> None:
    found = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, Function | ast.ClassDef):
                found.append((node.name, f"{path}:{node.lineno}"))
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.append((node.id, f"{path}:{node.lineno}"))
    ours = [(name, where) for name, where in found if name not in GIVEN_NAMES]
    assert not [f"{where} {name}" for name, where in ours if FORBIDDEN_NAMES.fullmatch(name)]


def test_every_module_says_in_one_sentence_what_it_answers() -> None:
    silent = [path for path, tree in modules().items() if not ast.get_docstring(tree)]
    assert not silent
