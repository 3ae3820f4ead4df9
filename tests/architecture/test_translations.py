"""Is every word of the program there in Arabic, French and English, and are the catalogues the newest?"""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from babel.messages import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from engage.language import LOCALES
from tests.architecture.source import ROOT

FOLDER = ROOT / "engage" / "translations"


def _catalogue(locale: str) -> Catalog:
    with (FOLDER / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale)


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _key(message: Message) -> object:
    return message.id if isinstance(message.id, str) else tuple(message.id)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> set[object]:
    """What the program says now, found by the very command of `make translations`."""
    planned = subprocess.run(["make", "-n", "translations"], cwd=ROOT, capture_output=True, text=True, check=True)
    line = next(line for line in planned.stdout.replace("\\\n", " ").splitlines() if " extract " in line)
    words, found = shlex.split(line), tmp_path_factory.mktemp("words") / "messages.pot"
    words[words.index("-o") + 1] = str(found)
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    with found.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


def test_every_kind_of_template_is_searched_for_words() -> None:
    speaking = {path.suffix for path in (ROOT / "templates").rglob("*.*") if "_(" in path.read_text()}
    assert speaking == set(re.findall(r"templates/\*\*(\.\w+)", (ROOT / "babel.cfg").read_text()))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_in_the_catalogue(written: set[object], locale: str) -> None:
    missing = written - {message.id for message in _catalogue(locale)}
    assert not missing, f"{len(missing)} messages: run `make translations`"


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_is_in_the_catalogue_that_nobody_says(written: set[object], locale: str) -> None:
    obsolete = {message.id for message in _catalogue(locale) if message.id} - written
    assert not obsolete


@pytest.mark.parametrize("locale", [locale for locale in LOCALES if locale != "en"])
def test_every_message_is_translated(locale: str) -> None:
    """English is the language of the source: what is empty there is shown as it is written."""
    untranslated = [message.id for message in _catalogue(locale) if message.id and not all(_texts(message))]
    assert not untranslated, f"{len(untranslated)} messages"


@pytest.mark.parametrize("locale", LOCALES)
def test_translations_are_sure_and_name_the_same_figures(locale: str) -> None:
    for message in _catalogue(locale):
        if not message.id:
            continue
        assert not message.fuzzy, message.id
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        known = {name for source in sources for name in _figures(source)}
        for text in filter(None, _texts(message)):
            assert _figures(text) <= known, message.id
            if isinstance(message.id, str):
                assert _figures(text) == known, message.id


def test_codes_and_telephones_are_not_turned_over_in_arabic() -> None:
    """After Arabic letters `449V-MQP8` is shown as `V-MQP8449`, and 05 35 12 as 12 35 05, unless a mark comes first."""
    texts = [text for message in _catalogue("ar") if message.id for text in _texts(message)]
    named = [text for text in texts if re.search(r"%\((code|phone)\)s", text)]
    assert named
    assert not [text for text in named if re.search(r"(?<!\u200e)%\((code|phone)\)s", text)]


def test_french_signs_are_not_torn_from_their_word() -> None:
    """Before `: ; ? ! »` stands a space that does not break; a plain one sends the sign to the next line."""
    torn = r" [:;?!»]|« |\w[;?!](?!\w)"
    assert not [text for message in _catalogue("fr") if message.id for text in _texts(message) if re.search(torn, text)]


def _figures(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_compiled_is_what_is_written(locale: str) -> None:
    with (FOLDER / locale / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        compiled = {_key(message): _texts(message) for message in read_mo(file) if message.id}
    meant = {_key(message): _texts(message) for message in _catalogue(locale) if message.id and all(_texts(message))}
    assert {key: compiled.get(key) for key in meant} == meant
    assert set(compiled) <= {_key(message) for message in _catalogue(locale)}


def test_the_folder_holds_these_languages_and_no_other() -> None:
    assert {path.name for path in Path(FOLDER).iterdir() if path.is_dir()} == set(LOCALES)
