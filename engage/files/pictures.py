"""What do we make of a picture that we keep: a small one to look over, and one in which parts are covered?"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

from engage.files.examining.pictures import ONE_AT_A_TIME, plain_of, written

THUMBNAIL = 480  # pixels of the longer side
_FILLING: dict[str, tuple[int, ...] | int] = {"RGB": (26, 35, 52), "RGBA": (26, 35, 52, 255), "L": 38}


@dataclass(frozen=True)
class Rectangle:
    """A part of a picture, in hundredths of its width and height."""

    x: float
    y: float
    width: float
    height: float


def thumbnail(content: bytes) -> bytes:
    """The same picture, small, as a JPEG."""
    with ONE_AT_A_TIME, _opened(content) as picture:
        picture.draft("RGB", (THUMBNAIL, THUMBNAIL))
        small = _on_white(picture)
        small.thumbnail((THUMBNAIL, THUMBNAIL))
        return written(small, "JPEG")


def covered(content: bytes, rectangles: Iterable[Rectangle]) -> bytes:
    """The same picture, of the same kind, in which nothing is left of what lies below the rectangles."""
    from PIL import ImageDraw

    with ONE_AT_A_TIME, _opened(content) as picture:
        plain = plain_of(picture, _FILLING)
        draw = ImageDraw.Draw(plain)
        for rectangle in rectangles:
            draw.rectangle(_box(rectangle, *plain.size), fill=_FILLING[plain.mode])
        return written(plain, str(picture.format))


def _opened(content: bytes) -> Any:
    """A picture that was made by us, when it was examined."""
    from PIL import Image

    return Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))


def _on_white(picture: Any) -> Any:
    from PIL import Image

    plain = plain_of(picture, ("RGB", "L", "RGBA"))
    if plain.mode != "RGBA":
        return plain
    white = Image.new("RGB", plain.size, (255, 255, 255))
    white.paste(plain, mask=plain.getchannel("A"))
    return white


def _box(rectangle: Rectangle, width: int, height: int) -> tuple[int, int, int, int]:
    """Its first and last pixels: whole ones, rather one more than one less."""
    left, top = floor(rectangle.x * width / 100), floor(rectangle.y * height / 100)
    right = ceil((rectangle.x + rectangle.width) * width / 100)
    bottom = ceil((rectangle.y + rectangle.height) * height / 100)
    return left, top, max(left, right), max(top, bottom)
