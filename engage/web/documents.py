"""How do facts become a picture or a printed page? By typst, from a template of ours and data that is never markup."""

import hashlib
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Literal

import orjson

TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"
FONTS = Path(__file__).parents[1] / "fonts"
MAX_FIELDS_BYTES = 200_000  # of what is set: typst cannot be stopped once it has begun
MOST_KEPT = 64
PIXELS_PER_INCH = 144  # a point is two pixels

Kind = Literal["png", "pdf"]

_turn = Lock()


def fingerprint(template: str, fields: dict[str, Any]) -> str:
    """Changes when what `typeset` makes of these fields does; costs nothing beside making it."""
    return hashlib.sha256(_template_hash(template) + _packed(fields)).hexdigest()[:32]


def typeset(template: str, fields: dict[str, Any], kind: Kind) -> bytes:
    """`templates/documents/<template>.typ` with `fields`, which it finds as JSON in `sys.inputs.fields`.

    One at a time in each process, so that a crowd leaves a core to everyone else, and what it asks for twice is made
    once. Raises RuntimeError where typst fails or warns: a missing font would be replaced in silence.
    """
    packed = _packed(fields)
    if len(packed) > MAX_FIELDS_BYTES:
        raise ValueError("too much for one document")
    with _turn:
        return _made(template, packed.decode(), kind)


@lru_cache(maxsize=MOST_KEPT)
def _made(template: str, packed: str, kind: Kind) -> bytes:
    import typst  # some MB that most processes never need

    compiler = typst.Compiler(
        TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts(), sys_inputs={"fields": packed}
    )
    made, warnings = compiler.compile_with_warnings(format=kind, ppi=PIXELS_PER_INCH)
    if warnings or not isinstance(made, bytes):
        raise RuntimeError(f"{template}.typ: {warnings[0].message if warnings else 'more than one page'}")
    return made


def _packed(fields: dict[str, Any]) -> bytes:
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)


@cache
def _fonts() -> Any:
    """Ours alone: the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


@cache
def _template_hash(template: str) -> bytes:
    return hashlib.sha256((TEMPLATES / f"{template}.typ").read_bytes()).digest()
