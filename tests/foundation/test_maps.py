"""Does every place on the small map have room for its name and a finger, where it lies to the others?"""

import csv
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import engage
from engage.web.maps import ROOM, WIDTH, placed

SAMPLE = Path(engage.__file__).parent / "city" / "fez"

FEZ = {"agdal": (34.035, -5.006), "saiss": (34.005, -4.985), "zouagha": (34.03, -5.045), "medina": (34.065, -4.973)}


def test_north_is_up_and_east_is_where_it_is() -> None:
    points, height = placed(FEZ)
    assert points["medina"][1] < points["agdal"][1] < points["saiss"][1] < height
    assert points["zouagha"][0] < points["agdal"][0] < points["medina"][0] < WIDTH


def test_the_sample_city_has_room_for_each_of_its_districts() -> None:
    with (SAMPLE / "districts.csv").open(encoding="utf-8") as file:
        points, _ = placed({r["code"]: (float(r["latitude"]), float(r["longitude"])) for r in csv.DictReader(file)})
    assert len(points) == 7
    for one, other in combinations(points.values(), 2):
        assert abs(one[0] - other[0]) >= ROOM[0] - 2 or abs(one[1] - other[1]) >= ROOM[1] - 2


@given(st.dictionaries(st.text(max_size=2), st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=7))
def test_none_stands_over_the_edge(points: dict[str, tuple[float, float]]) -> None:
    found, height = placed(points)
    assert found.keys() == points.keys()
    for x, y in found.values():
        assert ROOM[0] / 2 <= x <= WIDTH - ROOM[0] / 2
        assert ROOM[1] / 2 <= y <= height - ROOM[1] / 2
