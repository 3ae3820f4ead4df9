"""Can pages be read from right to left, under a strict policy, in every language?"""

import re

import pytest
from jinja2 import Environment

from tests.architecture.source import stylesheets, templates

# Mail programs load no stylesheet.
MAIL = "templates/emails/layout.html"

# A data block is not run.
INLINE = re.compile(
    r"<style|\sstyle\s*=|<script(?![^>]*\b(?:src=|type=.application/ld.json))|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
PHYSICAL_CSS = re.compile(
    r"(?<![\w-])(margin|padding|border|scroll-margin|scroll-padding)-(left|right)\b"
    r"|(?<![\w-])(left|right)\s*:"
    r"|(?<![\w-])(float|clear|text-align|caption-side)\s*:\s*(left|right)\b"
    r"|border-(top|bottom)-(left|right)-radius"
)
PHYSICAL_CLASS = re.compile(r"(?<![\w-])((float|text|border|rounded)-(left|right)|[mp][lr]-(\d|auto))(?![\w-])")
# People may be sent elsewhere; their browsers load nothing from there.
OUTSIDE = re.compile(r"""(\bsrc|\baction|<link[^>]*\bhref)\s*=\s*["'](https?:)?//""")
PROPER_NAMES = {"Engage"}
ANSWERS_OF_MACROS = {"idle", "none", "left", "few", "aria", "describedby", "invalid", "true"}  # classes and attributes
FILE_OR_ADDRESS = re.compile(r"\S*[/.:@&]\S*")


def _where(text: str, pattern: re.Pattern[str]) -> list[str]:
    return [f"line {text[: hit.start()].count(chr(10)) + 1}: {hit[0].strip()}" for hit in pattern.finditer(text)]


each_template = pytest.mark.parametrize(("path", "text"), [pytest.param(*found, id=found[0]) for found in templates()])
each_stylesheet = pytest.mark.parametrize(
    ("path", "text"), [pytest.param(*found, id=found[0]) for found in [*stylesheets(), (MAIL, dict(templates())[MAIL])]]
)


@each_template
def test_a_template_holds_no_style_no_script_and_no_address_of_others(path: str, text: str) -> None:
    text = re.sub(r"\{#.*?#\}", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
    assert not _where(text, OUTSIDE)
    assert not _where(text, PHYSICAL_CLASS)
    if path != MAIL:
        assert not _where(text, INLINE)


@each_stylesheet
def test_nothing_is_left_or_right(path: str, text: str) -> None:
    without_comments = re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), text, flags=re.DOTALL)
    assert not _where(without_comments, PHYSICAL_CSS)


@each_template
def test_every_word_of_a_template_is_marked_for_translation(path: str, text: str) -> None:
    plain, is_translated = [], False
    for _line, kind, value in Environment(extensions=["jinja2.ext.i18n"], autoescape=True).lex(text):
        if kind == "name" and value in {"trans", "endtrans"}:
            is_translated = value == "trans"
        if kind == "data" and not is_translated:
            plain.append(value)
    joined = re.sub(r"<style>.*?</style>|<!--.*?-->", " ", "\x00".join(plain), flags=re.DOTALL)
    shown = joined if path.endswith(".txt") else " ".join(re.findall(r">([^<>]*)(?=<)", joined))
    known = PROPER_NAMES | (ANSWERS_OF_MACROS if "/macros/" in path else set())
    assert set(re.findall(r"[^\W\d_]{2,}", FILE_OR_ADDRESS.sub(" ", shown))) <= known
