"""Are addresses shaped alike: words in kebab-case, gaps with a type?"""

import re

from flask import Flask
from werkzeug.routing import Rule, UUIDConverter

WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.gap)?(\.(atom|csv|ics|json|pdf|png|txt|xlsx|xml|zip))?")
GAP = re.compile(r"<(\w+(\([^)]*\))?):\w+>")


def _rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_words_are_lower_case_with_hyphens(app: Flask) -> None:
    parts = {part for rule in _rules(app) for part in GAP.sub("gap", rule.rule).split("/")[1:] if "<" not in part}
    assert not [part for part in parts if part and not WORD.fullmatch(part)]


def test_every_gap_has_a_type(app: Flask) -> None:
    assert not [rule.rule for rule in _rules(app) if "<" in GAP.sub("", rule.rule)]


def test_ids_are_uuids(app: Flask) -> None:
    converters = [(rule.rule, name, c) for rule in _rules(app) for name, c in rule._converters.items()]
    assert not [address for address, name, c in converters if name.endswith("_id") != isinstance(c, UUIDConverter)]


def test_no_address_ends_in_a_slash(app: Flask) -> None:
    assert not [rule.rule for rule in _rules(app) if rule.rule != "/" and rule.rule.endswith("/")]


def test_programs_change_things_under_the_api_only(app: Flask) -> None:
    """Pages know GET and POST, which is what a form without JavaScript can send."""
    for rule in _rules(app):
        if not rule.rule.startswith("/api/"):
            assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS", "POST"}, rule.rule


def test_a_read_never_hides_behind_a_post_nor_a_change_behind_a_get(app: Flask) -> None:
    for rule in _rules(app):
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert len(methods) == 1, f"{rule.rule}: one view, one method"
