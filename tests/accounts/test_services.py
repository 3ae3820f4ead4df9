"""What do signing up, proving an address, resetting and changing a password do, and what do they undo?"""

from collections.abc import Callable
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from engage import language
from engage.access.actor import VISITOR, Actor, Grant
from engage.access.permissions import Role
from engage.accounts import passwords, queries, services
from engage.accounts.models import Account, ApiToken, OneTimeLink, RoleGrant, Session
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Stale
from engage.transaction import transaction
from tests.accounts.conftest import EMAIL, OTHER_PASSWORD, PASSWORD, sign_up
from tests.conftest import FrozenClock
from tests.factories import count_rows, make_account

Letters = Callable[..., list[dict[str, Any]]]
Link = Callable[[str], str]

pytestmark = pytest.mark.usefixtures("app")


def start_session(email: str = EMAIL, password: str = PASSWORD) -> services.Credential:
    with transaction():
        return services.start_session(VISITOR, email=email, password=password, device="Firefox, Android")


def create_token(email: str = EMAIL, password: str = PASSWORD) -> services.Credential:
    with transaction():
        return services.create_token(VISITOR, email=email, password=password, label="", scopes=["write"])


def verify(token: str) -> None:
    with transaction():
        services.verify_address(VISITOR, token)


def reset(token: str, password: str = OTHER_PASSWORD) -> None:
    with transaction():
        services.reset_password(VISITOR, token, password=password)


def ask_reset(email: str = EMAIL) -> None:
    with transaction():
        services.request_reset(VISITOR, email=email)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.at, AuditEntry.id)))


# --- opening ----------------------------------------------------------------------------------------------------------


def test_signing_up_makes_a_citizen_who_must_confirm_the_address(letters: Letters) -> None:
    with language.speaking("fr"):
        sign_up("Salma@Example.org", display_name="Salma Bennani")
    account = db.session.scalars(select(Account)).one()
    assert (account.email, account.locale, account.verified_at) == ("Salma@Example.org", "fr", None)
    assert count_rows(RoleGrant, RoleGrant.role == "citizen", RoleGrant.district.is_(None)) == 1
    [letter] = letters()
    assert (letter["kind"], letter["to"], letter["locale"], letter["name"]) == (
        "verify_address",
        "Salma@Example.org",
        "fr",
        "",  # whoever filled in the form may be a stranger
    )
    assert letter["url"].startswith("http://127.0.0.1:8000/verify/")
    with pytest.raises(NotSignedIn, match="sign-in-failed"):
        start_session()
    assert actions() == ["account.created"]


def test_a_link_confirms_the_address_once(link: Link) -> None:
    sign_up()
    token = link("verify_address")
    verify(token)
    assert start_session().token
    with pytest.raises(Conflict, match="link-expired"):
        verify(token)
    assert actions() == ["account.created", "account.verified", "session.started"]


def test_a_link_is_kept_as_a_hash_only(link: Link) -> None:
    sign_up()
    kept = db.session.scalars(select(OneTimeLink)).one()
    assert link("verify_address").encode() not in kept.token_hash
    assert len(kept.token_hash) == 32


@pytest.mark.parametrize(("hours", "works"), [(47.9, True), (48, False)])
def test_the_link_to_confirm_lasts_48_hours(link: Link, frozen_clock: FrozenClock, hours: float, works: bool) -> None:
    sign_up()
    frozen_clock.move(hours=hours)
    if works:
        verify(link("verify_address"))
    else:
        with pytest.raises(Conflict, match="link-expired"):
            verify(link("verify_address"))


@pytest.mark.parametrize("address", [EMAIL, EMAIL.upper()])
def test_the_owner_of_a_taken_address_is_told_and_nothing_changes(salma: Actor, letters: Letters, address: str) -> None:
    before = db.session.scalars(select(Account)).one().password_hash
    sign_up(address, OTHER_PASSWORD, display_name="Someone", locale="en", phone="+212612345678")
    account = db.session.scalars(select(Account)).one()
    assert (account.password_hash, account.display_name, account.phone) == (before, "Salma Bennani", None)
    assert count_rows(OneTimeLink) == 0
    assert letters() == [
        {
            "kind": "address_taken",
            "to": EMAIL,
            "locale": "fr",
            "name": "Salma Bennani",
            "url_sign_in": "http://127.0.0.1:8000/sign-in",
            "url_reset": "http://127.0.0.1:8000/reset",
        }
    ]


def test_a_stranger_who_was_first_with_an_address_gains_nothing(letters: Letters, link: Link) -> None:
    """The owner who comes later sets the password with the own mailbox; the stranger's is gone."""
    sign_up(password=OTHER_PASSWORD, display_name="Stranger")
    sign_up(password=PASSWORD, display_name="Salma")
    assert [letter["kind"] for letter in letters()] == ["verify_address", "address_taken"]
    ask_reset()
    reset(link("reset_password"), PASSWORD)
    assert start_session(password=PASSWORD).token
    with pytest.raises(NotSignedIn):
        start_session(password=OTHER_PASSWORD)
    with pytest.raises(Conflict):
        verify(link("verify_address"))


def test_an_account_made_for_somebody_counts_as_verified() -> None:
    with transaction():
        made = services.create_account(
            Actor.system(), email="officer@example.org", password=PASSWORD, role="officer", districts=["saiss", "agdal"]
        )
    started = start_session("officer@example.org")
    assert started.locale == "ar"
    grants = db.session.execute(select(RoleGrant.role, RoleGrant.district).where(RoleGrant.account_id == made)).all()
    assert {tuple(grant) for grant in grants} == {("officer", "saiss"), ("officer", "agdal")}
    assert actions() == ["account.created", "account.verified", "role.granted", "role.granted", "session.started"]


def test_an_account_is_not_made_twice() -> None:
    with transaction():
        services.create_account(Actor.system(), email=EMAIL, password=PASSWORD, role=Role.SUPERVISOR)
    with pytest.raises(Conflict, match="email-taken"), transaction():
        services.create_account(Actor.system(), email=EMAIL.upper(), password=OTHER_PASSWORD, role=Role.CITIZEN)
    assert count_rows(Account) == 1
    assert count_rows(RoleGrant) == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "no address"}, "email"),
        ({"password": "too short"}, "password"),
        ({"role": "emperor"}, "role"),
        ({"role": "officer"}, "districts"),
    ],
)
def test_an_account_that_cannot_be_made(changes: dict[str, str], field: str) -> None:
    wanted = {"email": EMAIL, "password": PASSWORD, "role": "citizen", **changes}
    with pytest.raises(Invalid) as refused:
        services.create_account(Actor.system(), **wanted)
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize("role", [None, Role.CITIZEN, Role.OFFICER, Role.SUPERVISOR, Role.AUDITOR])
def test_only_administrators_make_accounts_for_others(role: Role | None) -> None:
    actor = Actor(grants=(Grant(role, "saiss"),)) if role else VISITOR
    with pytest.raises(NotAllowed):
        services.create_account(actor, email=EMAIL, password=PASSWORD, role=Role.ADMINISTRATOR)


# --- credentials ------------------------------------------------------------------------------------------------------


def test_secrets_are_kept_as_hashes(salma: Actor) -> None:
    secrets = [start_session().token, create_token().token]
    kept = [db.session.scalars(select(model.token_hash)).one() for model in (Session, ApiToken)]
    assert len(set(kept)) == 2
    assert all(len(value) == 32 for value in kept)
    assert not any(secret.encode() in value for secret in secrets for value in kept)


def test_write_includes_read(salma: Actor) -> None:
    create_token()
    assert db.session.scalars(select(ApiToken)).one().scopes == ["read", "write"]


def test_one_cannot_end_what_belongs_to_another(salma: Actor) -> None:
    start_session()
    create_token()
    other = make_account()
    with pytest.raises(NotFound):
        services.end_session(other, db.session.scalars(select(Session.id)).one())
    with pytest.raises(NotFound):
        services.revoke_token(other, db.session.scalars(select(ApiToken.id)).one())
    assert (count_rows(Session), count_rows(ApiToken)) == (1, 1)


def test_a_password_hashed_with_old_parameters_is_hashed_anew(salma: Actor) -> None:
    old = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1).hash(PASSWORD)
    with transaction():
        db.session.get_one(Account, salma.id).password_hash = old
    start_session()
    kept = db.session.get_one(Account, salma.id).password_hash
    assert kept != old
    assert not passwords.is_outdated(kept)
    start_session()
    assert db.session.get_one(Account, salma.id).password_hash == kept


def test_whoever_proves_the_old_password_while_it_is_changed_stays_out(
    salma: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = queries.find_holder(VISITOR, EMAIL)
    assert holder is not None
    with transaction():
        db.session.get_one(Account, salma.id).password_hash = passwords.hashed(OTHER_PASSWORD)
    monkeypatch.setattr("engage.accounts.services.credentials.find_holder", lambda *_: holder)
    with pytest.raises(NotSignedIn, match="sign-in-failed"):
        start_session(password=PASSWORD)
    assert count_rows(Session) == 0


def test_what_is_too_old_is_forgotten(salma: Actor, frozen_clock: FrozenClock) -> None:
    start_session()
    create_token()
    ask_reset()
    frozen_clock.move(days=15)
    with transaction():
        assert services.forget_expired(Actor.system()) == 2
    assert (count_rows(Session), count_rows(OneTimeLink), count_rows(ApiToken)) == (0, 0, 1)


# --- passwords --------------------------------------------------------------------------------------------------------


def test_a_reset_signs_out_everywhere_and_is_told(salma: Actor, letters: Letters, link: Link) -> None:
    start_session()
    create_token()
    ask_reset(EMAIL.upper())
    token = link("reset_password")
    assert letters("reset_password")[0] == {
        "kind": "reset_password",
        "to": EMAIL,
        "locale": "fr",
        "name": "Salma Bennani",
        "url": f"http://127.0.0.1:8000/reset/{token}",
        "minutes": 30,
    }
    reset(token)
    assert (count_rows(Session), count_rows(ApiToken), count_rows(OneTimeLink)) == (0, 0, 0)
    assert letters("password_changed")[0]["url_reset"] == "http://127.0.0.1:8000/reset"
    assert start_session(password=OTHER_PASSWORD).token
    with pytest.raises(NotSignedIn):
        start_session(password=PASSWORD)
    assert "password.changed" in actions()


def test_a_reset_works_once_and_ends_the_other_links(salma: Actor, link: Link) -> None:
    ask_reset()
    first = link("reset_password")
    ask_reset()
    second = link("reset_password")
    assert first != second
    reset(first)
    for token in (first, second):
        with pytest.raises(Conflict, match="link-expired"):
            reset(token, PASSWORD)


@pytest.mark.parametrize(("minutes", "works"), [(29.9, True), (30, False)])
def test_a_reset_lasts_30_minutes(
    salma: Actor, link: Link, frozen_clock: FrozenClock, minutes: float, works: bool
) -> None:
    ask_reset()
    frozen_clock.move(minutes=minutes)
    if works:
        reset(link("reset_password"))
    else:
        with pytest.raises(Conflict, match="link-expired"):
            reset(link("reset_password"))


def test_a_bad_password_leaves_the_link_usable(salma: Actor, link: Link) -> None:
    ask_reset()
    with pytest.raises(Invalid):
        reset(link("reset_password"), "too short")
    reset(link("reset_password"))


def test_a_reset_proves_the_address(link: Link) -> None:
    sign_up()
    ask_reset()
    reset(link("reset_password"))
    assert start_session(password=OTHER_PASSWORD).token
    assert "account.verified" in actions()


@pytest.mark.parametrize(("sent", "asked"), [("verify", "reset"), ("reset", "verify")])
def test_a_link_serves_its_own_purpose_only(link: Link, sent: str, asked: str) -> None:
    sign_up()
    ask_reset()
    token = link("verify_address" if sent == "verify" else "reset_password")
    with pytest.raises(Conflict, match="link-expired"):
        verify(token) if asked == "verify" else reset(token)


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "\udce9", "0" * 5000])
def test_links_that_nobody_sent(token: str) -> None:
    for use in (verify, reset):
        with pytest.raises(Conflict, match="link-expired"):
            use(token)


def test_nobody_is_written_to_without_an_account(letters: Letters) -> None:
    ask_reset("nobody@example.org")
    assert letters() == []
    assert count_rows(OneTimeLink) == 0


def test_changing_the_password_keeps_this_browser_and_ends_the_others(salma: Actor, letters: Letters) -> None:
    start_session()
    start_session()
    create_token()
    here = db.session.scalars(select(Session.id).limit(1)).one()
    me = Actor(salma.id, salma.display_name, EMAIL, "fr", credential_id=here)
    db.session.rollback()
    with transaction():
        services.change_password(me, present_password=PASSWORD, password=OTHER_PASSWORD)
    assert list(db.session.scalars(select(Session.id))) == [here]
    assert count_rows(ApiToken) == 0
    assert [letter["kind"] for letter in letters()] == ["password_changed"]


def test_changing_the_password_needs_the_present_one(salma: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        services.change_password(salma, present_password=OTHER_PASSWORD, password=OTHER_PASSWORD)
    assert list(refused.value.errors) == ["present_password"]


# --- profile ----------------------------------------------------------------------------------------------------------


def test_an_edit_of_an_old_version_is_refused(salma: Actor) -> None:
    with transaction():
        services.edit_profile(salma, 1, display_name="Salma B.")
    with pytest.raises(Stale):
        services.edit_profile(salma, 1, display_name="Other")
    assert queries.get_account(salma).display_name == "Salma B."
    assert queries.get_account(salma).version == 2


def test_the_trail_holds_no_names(salma: Actor) -> None:
    with transaction():
        services.edit_profile(salma, 1, display_name="Salma B.", phone="+212612345678")
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.after) == ("account.edited", {"fields": ["display_name", "phone"]})
