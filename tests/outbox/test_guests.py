"""Do letters to somebody without account lead nowhere that needs one?"""

from uuid import UUID

import pytest
from flask import Flask

from engage import clock
from engage.outbox.composing import Owed, compose
from tests.outbox.payloads import REGISTRATIONS, SEMINAR, payload_of

pytestmark = pytest.mark.usefixtures("app")


def letter_of(kind: str, locale: str) -> str:
    guest = {"association": None, "is_of_guest": True, "url": SEMINAR["url"], "url_cancel": None}
    return compose(Owed(UUID(int=1), kind, "z@example.org", locale, payload_of(kind, **guest), 1, clock.now())).text


@pytest.mark.parametrize("kind", sorted(REGISTRATIONS))
def test_a_letter_to_a_guest_knows_no_page_of_the_registration(app: Flask, kind: str) -> None:
    text = letter_of(kind, "en")
    assert "/registrations/" not in text
    assert "None" not in text
    assert "ask at the police station that registered you" in text
