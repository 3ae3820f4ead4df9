"""Where do places stand on a small map that we draw ourselves, when each needs room for its name and for a finger?"""

from collections.abc import Mapping
from itertools import combinations
from math import ceil, cos, radians

Point = tuple[float, float]

WIDTH = 360  # of a telephone, so that a unit is about a pixel there
ROOM = (104, 76)  # that each takes: a circle of 44 with its name below
_ROUNDS = 200


def placed(points: Mapping[str, Point]) -> tuple[dict[str, Point], int]:
    """Points (x, y) for places by (latitude, longitude), north up, and the height that they need.

    Which lies north or west of which stays; those too near each other are pushed apart, as far as the frame allows.
    """
    height = ROOM[1] * max(4, ceil(len(points) / 2))
    found = {key: list(point) for key, point in _fitted(points, height).items()}
    for _round in range(_ROUNDS):
        pushed = [_push_apart(one, other) for one, other in combinations(found.values(), 2)]
        if not any(pushed):
            break
        for point in found.values():
            point[:] = [_between(point[0], ROOM[0], WIDTH), _between(point[1], ROOM[1], height)]
    return {key: (round(x), round(y)) for key, (x, y) in found.items()}, height


def _fitted(points: Mapping[str, Point], height: int) -> dict[str, Point]:
    """As large as the frame allows, in its middle; a degree of longitude is shorter than one of latitude."""
    if not points:
        return {}
    shrink = cos(radians(sum(latitude for latitude, _ in points.values()) / len(points)))
    flat = {key: (longitude * shrink, -latitude) for key, (latitude, longitude) in points.items()}
    (west, east), (north, south) = ((min(axis), max(axis)) for axis in zip(*flat.values(), strict=True))
    scale = min((WIDTH - ROOM[0]) / max(east - west, 1e-6), (height - ROOM[1]) / max(south - north, 1e-6))
    middle = (west + east) / 2, (north + south) / 2
    return {
        key: (WIDTH / 2 + (x - middle[0]) * scale, height / 2 + (y - middle[1]) * scale) for key, (x, y) in flat.items()
    }


def _push_apart(one: list[float], other: list[float]) -> bool:
    """Along the axis where less is missing, half each; whether anything was."""
    missing = [room - abs(a - b) for room, a, b in zip(ROOM, one, other, strict=True)]
    if min(missing) < 1:
        return False
    axis = missing.index(min(missing))
    step = missing[axis] / 2 * (1 if one[axis] > other[axis] else -1)
    one[axis] += step
    other[axis] -= step
    return True


def _between(value: float, room: int, most: int) -> float:
    return min(max(value, room / 2), most - room / 2)
