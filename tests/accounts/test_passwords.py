"""Which passwords are taken, and how are they kept?"""

import runpy
import unicodedata
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type

from engage import language
from engage.accounts import passwords
from engage.accounts.passwords import NOBODYS, is_outdated, matches, seal
from engage.errors import Invalid
from tests.accounts.conftest import PASSWORD

EMAIL = "salma.bennani.fes@example.org"
LIST = Path(passwords.__file__).with_name("common_passwords.txt")


def refusal(password: str, email: str = EMAIL) -> str:
    with language.speaking("en"), pytest.raises(Invalid) as refused:
        seal(password, email=email)
    return str(refused.value.errors["password"][0])


@pytest.mark.parametrize(
    "password",
    [
        "trois chats gris",
        "                  .",  # spaces count like everything else
        "قط أسود فوق حائط",
        "ⵜⴰⵎⵓⵔⵜ ⵏ ⵍⵎⵖⵔⵉⴱ",
        "aaaaaaaaaaaaaab",
        "😀🐈🚲🌳🎈🍏🚀🌊🎵🐢🍋🏔🎲🧩🪁",
        "x7" * 499 + "y!",
    ],
)
def test_any_script_without_rules_of_composition(password: str) -> None:
    assert matches(seal(password, email=EMAIL), password)


def test_fifteen_arabic_letters_are_enough_and_fourteen_are_not() -> None:
    fifteen = "بيتنا قرب النهر"
    assert len(fifteen) == 15
    assert matches(seal(fifteen, email=EMAIL), fifteen)
    assert "at least 15" in refusal(fifteen[:-1])


def test_length_counts_characters_after_composition() -> None:
    decomposed = unicodedata.normalize("NFD", "éàèùâêîôûëïüçñ")  # 14 letters, 28 code points
    assert len(decomposed) == 28
    assert "at least 15" in refusal(decomposed)


def test_too_long_and_nul_are_refused() -> None:
    assert "at most 1000" in refusal("ab cd " * 166 + "12345")
    assert "invisible" in refusal("trois chats\0sur un mur")


def test_the_same_letters_typed_differently_are_the_same_password() -> None:
    typed = "la forêt est fermée"
    sealed = seal(unicodedata.normalize("NFD", typed), email=EMAIL)
    assert matches(sealed, unicodedata.normalize("NFC", typed))
    assert not matches(sealed, typed.upper())


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "PassWord PassWord",
        "1234567890123456",
        "azertyuiopqsdfghjklm",
        "AZERTYUIOPqsdfgh",
        "1q2w3e4r5t6y7u8i9o0p",
        "correct horse battery staple",
        "motdepasse123456",
        "بسم الله الرحمن الرحيم",
        "ضصثقفغعهخحجدشسيب",
        "manchesterunited",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert "among the first" in refusal(password)


@pytest.mark.parametrize(
    "password", ["a" * 15, "أ" * 20, "ab" * 8, "123" * 5, "passe" * 3, "salut salut salut", "abcabcabcabcabcab"]
)
def test_what_only_repeats_is_refused(password: str) -> None:
    assert "repeats" in refusal(password)


@pytest.mark.parametrize("password", [EMAIL, EMAIL.upper(), "Salma.Bennani.Fes"])
def test_the_address_is_no_password(password: str) -> None:
    assert "e-mail address" in refusal(password)


def test_the_packaged_list_holds_what_could_be_chosen_at_all() -> None:
    entries = [line for line in LIST.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert len(entries) > 1000
    assert len(entries) == len(set(entries))
    assert all(len(entry) >= passwords.LEAST and entry == passwords._folded(entry) for entry in entries)


def test_hashes_are_argon2id_with_the_recommended_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    real = PasswordHasher()
    monkeypatch.setattr(passwords, "_hasher", real)
    sealed = seal(PASSWORD, email=EMAIL)
    assert real.type is Type.ID
    assert sealed.startswith("$argon2id$")
    assert not is_outdated(sealed)
    assert not is_outdated(NOBODYS), "the work done for unknown addresses must be the work done for known ones"
    assert is_outdated(PasswordHasher(time_cost=1).hash(PASSWORD))


def test_the_application_uses_those() -> None:
    fresh = runpy.run_path(str(passwords.__file__))
    assert vars(type(fresh["_hasher"])) == vars(PasswordHasher)
    assert not fresh["_hasher"].check_needs_rehash(PasswordHasher().hash(PASSWORD))


def test_nobody_matches_nothing() -> None:
    assert not matches(None, PASSWORD)
    assert not matches("", PASSWORD)
    assert not matches("not a hash", PASSWORD)


def test_undecodable_letters_are_an_ordinary_password() -> None:
    strange = "mot \udce9trange de passe"  # what an environment variable may hold
    assert matches(seal(strange, email=EMAIL), strange)
