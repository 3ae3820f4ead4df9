"""Do the pages of a list, put together, make the list: nothing twice, nothing left out?"""

import base64
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from engage.web.pagination import Cursor, cut, encode_cursor
from tests import stores
from tests.clients import Client
from tests.factories import make_district, make_venue

Key = tuple[int, str]


def pages_of(rows: list[Key], limit: int) -> list[list[Key]]:
    """All pages of a sorted list, each asked for with the cursor of the one before, as a store would answer."""
    cursor, pages = Cursor(int, str), []
    after: Any = None
    while True:
        following = [row for row in rows if after is None or row > after][: limit + 1]
        page = cut(following, limit, lambda row: (str(row[0]), row[1]))
        pages.append(list(page.items))
        if page.next_key is None:
            return pages
        after = cursor.deserialize(encode_cursor(page.next_key))


@given(
    st.sets(
        st.tuples(
            st.integers(-5, 5), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=3)
        )
    ),
    st.integers(1, 7),
)
def test_the_pages_make_the_list(rows: set[Key], limit: int) -> None:
    ordered = sorted(rows)
    pages = pages_of(ordered, limit)
    assert [row for page in pages for row in page] == ordered
    assert all(len(page) == limit for page in pages[:-1])
    assert bool(pages[-1]) == bool(rows)


@given(st.datetimes(timezones=st.just(UTC)), st.uuids())
def test_a_cursor_carries_instants_and_ids(moment: datetime, some_id: UUID) -> None:
    sent = encode_cursor((moment.isoformat(), str(some_id)))
    assert Cursor(datetime, UUID).deserialize(sent) == (moment, some_id)


def test_a_cursor_is_safe_in_an_address() -> None:
    assert set(encode_cursor(("؟?&=/+", "ÿ" * 9))) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    )


def _packed(content: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode()


BAD = [
    "x",
    "!!!",
    "é",
    "AAAA",
    "[]",
    "a" * 399,
    _packed([]),
    _packed({}),
    _packed("text"),
    _packed(["2026-12-10T12:00:00+00:00"]),
    _packed(["2026-12-10T12:00:00", "0190b5e0-0000-7000-8000-000000000000"]),
    _packed(["yesterday", "0190b5e0-0000-7000-8000-000000000000"]),
    _packed(["2026-12-10T12:00:00+00:00", "7"]),
    _packed([7, 7]),
    _packed([None, None]),
    _packed([["2026"], {}]),
    _packed(["2026-12-10T12:00:00+00:00", "0190b5e0-0000-7000-8000-000000000000", "more"]),
    _packed(["0001-01-01T00:00:00+14:00", "0190b5e0-0000-7000-8000-000000000000"]),
]


@pytest.mark.parametrize("sent", BAD)
def test_a_cursor_that_we_did_not_give_is_refused(sent: str) -> None:
    with pytest.raises(ValidationError):
        Cursor(datetime, UUID).deserialize(sent)


@given(st.text(max_size=40))
def test_any_text_is_a_cursor_or_refused(sent: str) -> None:
    with suppress(ValidationError):
        assert len(Cursor(datetime, UUID).deserialize(sent)) == 2


@stores.on_postgresql
@pytest.mark.parametrize("address", ["/api/v1/seminars", "/api/v1/venues", "/api/v1/districts", "/api/v1/associations"])
@pytest.mark.parametrize(
    "sent", [*BAD, _packed(["a\u0000b", "0190b5e0-0000-7000-8000-000000000000"]), _packed(["a\u0000b"])]
)
def test_bad_cursors_are_invalid_input_on_every_list(client: Client, address: str, sent: str) -> None:
    assert client.get(address, query_string={"cursor": sent}).status_code in {200, 422}


@stores.on_both
@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_next_links_lead_through_a_real_list(client: Client, limit: int) -> None:
    names = ["دار الشباب", "Maison de jeunes", "maison de jeunes", "École", "Ecole", "Lycée"]
    made = {str(make_venue(name={"fr": name}).id) for name in names}
    found: list[str] = []
    address: str | None = f"/api/v1/venues?district=saiss&limit={limit}"
    while address:
        answer = client.get(address)
        found += [venue["id"] for venue in answer.json["items"]]
        address = answer.json["next"]
    assert len(found) == len(made)
    assert set(found) == made


@pytest.mark.parametrize("limit", ["0", "-1", "101", "1e3", "x", ""])
def test_limits_are_from_one_to_a_hundred(client: Client, limit: str) -> None:
    assert client.get(f"/api/v1/venues?limit={limit}").status_code == 422


def test_a_next_link_keeps_the_filters(app: Flask, client: Client) -> None:
    for code in ("agdal", "saiss"):
        make_district(code)
        make_venue(district=code)
        make_venue(district=code)
    first = client.get("/api/v1/venues?district=saiss&limit=1").json
    assert "district=saiss" in first["next"]
    assert "limit=1" in first["next"]
    assert [venue["district"] for venue in client.get(first["next"]).json["items"]] == ["saiss"]
