"""Can someone slip in with the old password while it is being changed? On PostgreSQL, with two real transactions."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting

import pytest
from flask import Flask

from engage.access.actor import VISITOR
from engage.accounts import passwords, services
from engage.accounts.models import Account, RoleGrant, Session
from engage.database import db
from engage.errors import NotSignedIn
from engage.transaction import transaction
from tests.accounts.conftest import EMAIL, OTHER_PASSWORD, PASSWORD, sign_up
from tests.factories import count_rows
from tests.stores import on_postgresql

pytestmark = on_postgresql


def in_a_thread(app: Flask, pool: ThreadPoolExecutor, work: Callable[[], object]) -> "Future[object]":
    def run() -> object:
        with app.app_context(), transaction():
            return work()

    return pool.submit(run)


def start_session() -> object:
    return services.start_session(VISITOR, email=EMAIL, password=PASSWORD, device="")


@pytest.mark.usefixtures("salma")
@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "given up: the control"])
def test_signing_in_waits_for_a_reset_under_way(app: Flask, link: Callable[[str], str], is_kept: bool) -> None:
    with transaction():
        services.request_reset(VISITOR, email=EMAIL)
    token = link("reset_password")
    with ThreadPoolExecutor(1) as pool:
        services.reset_password(VISITOR, token, password=OTHER_PASSWORD)
        slipping_in = in_a_thread(app, pool, start_session)
        with pytest.raises(StillWaiting):
            slipping_in.result(timeout=0.5)
        if is_kept:
            db.session.commit()
            with pytest.raises(NotSignedIn, match="sign-in-failed"):
                slipping_in.result(timeout=10)
        else:
            db.session.rollback()
            assert slipping_in.result(timeout=10)
    assert count_rows(Session) == (0 if is_kept else 1)


def test_one_address_opens_one_account_however_many_try(app: Flask, hasher: object) -> None:
    sealed = passwords.hashed(PASSWORD)

    def open_account() -> None:
        services.sign_up(VISITOR, email=EMAIL, password_hash=sealed, display_name="Salma")

    with ThreadPoolExecutor(8) as pool:
        for attempt in [in_a_thread(app, pool, open_account) for _ in range(8)]:
            attempt.result(timeout=30)
    assert (count_rows(Account), count_rows(RoleGrant)) == (1, 1)


def test_one_link_is_used_once_however_many_try(app: Flask, link: Callable[[str], str]) -> None:
    sign_up()
    token = link("verify_address")

    def verify() -> None:
        services.verify_address(VISITOR, token)

    with ThreadPoolExecutor(8) as pool:
        attempts = [in_a_thread(app, pool, verify) for _ in range(8)]
        outcomes = [attempt.exception(timeout=30) for attempt in attempts]
    assert outcomes.count(None) == 1
    assert {getattr(outcome, "type", None) for outcome in outcomes if outcome} == {"link-expired"}
