"""What does a picture show, and nothing else? Each is decoded and made anew: no place, no camera, nothing behind it."""

import io
import re
from collections.abc import Collection
from threading import Lock
from typing import Any

from engage.files.examining.refusals import DAMAGED, refused
from engage.files.zipped import is_zip
from engage.language import gettext as _

MOST_PIXELS = 40_000_000
LONGEST_SIDE = 5_000
_TONES = {"JPEG": ("L", "RGB"), "PNG": ("1", "L", "P", "RGB", "RGBA")}
_ORIENTATION = 0x0112
_TURNS = dict(  # by what EXIF says of how it was held
    enumerate(
        ("FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270", "TRANSVERSE", "ROTATE_90"), 2
    )
)
_OPTIONS: dict[str, dict[str, Any]] = {"JPEG": {"quality": 88}, "PNG": {}}

# Cameras write much behind a picture, but none of these.
_OTHER_FACES = re.compile(rb"%PDF-|<script|<\?php|<!doctype html", re.IGNORECASE)

ONE_AT_A_TIME = Lock()  # one at a time in each process: forty million pixels are a lot of memory


def plain_jpeg(content: bytes) -> bytes:
    return _made_anew(content, "JPEG")


def plain_png(content: bytes) -> bytes:
    return _made_anew(content, "PNG")


def _made_anew(content: bytes, form: str) -> bytes:
    """Raises Invalid for what is no such picture, for what is something else as well, and for too many pixels, before
    any of them is decoded.
    """
    from PIL import Image

    if _OTHER_FACES.search(content) or is_zip(content):
        raise refused(DAMAGED)
    Image.MAX_IMAGE_PIXELS = None  # it would warn; we look ourselves
    try:
        with ONE_AT_A_TIME, Image.open(io.BytesIO(content), formats=(form,)) as picture:
            _check_size(*picture.size)
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            upright = _upright(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            return written(upright, form)
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, IndexError, KeyError, TypeError):
        raise refused(DAMAGED) from None


def _upright(picture: Any) -> Any:
    """As it was held. Pillow's own way would write all that the camera said anew first, and fails on what is odd."""
    from PIL import Image

    turn = _TURNS.get(picture.getexif().get(_ORIENTATION))
    return picture.transpose(Image.Transpose[turn]) if turn else picture


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        most = MOST_PIXELS // 1_000_000
        raise refused(_("This picture has more than %(most)s million pixels. Make it smaller.", most=most))


def written(picture: Any, form: str) -> bytes:
    """The pixels alone: Pillow would carry comments and the like over."""
    plain = plain_of(picture, _TONES[form])
    plain.info = {name: value for name, value in plain.info.items() if name == "transparency" and form == "PNG"}
    kept = io.BytesIO()
    plain.save(kept, form, **_OPTIONS[form])
    return kept.getvalue()


def plain_of(picture: Any, tones: Collection[str]) -> Any:
    """The picture in one of these tones, its clear parts kept where they know any."""
    if picture.mode in tones:
        return picture
    return picture.convert("RGBA" if "RGBA" in tones and _is_clear(picture) else "RGB")


def _is_clear(picture: Any) -> bool:
    return "A" in picture.getbands()
