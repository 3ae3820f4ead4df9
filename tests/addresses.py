"""Which address does a rule of the URL map stand for, with real or arbitrary values in its gaps?"""

from collections.abc import Mapping
from uuid import UUID

from werkzeug.routing import AnyConverter, IntegerConverter, Rule, UUIDConverter

NOBODY = UUID("0190b5e0-0000-7000-8000-000000000000")


def address_of(rule: Rule, values: Mapping[str, object] | None = None) -> str:
    """The path of a rule; gaps without a given value get one of their type that exists nowhere."""
    known = {**(values or {}), **(rule.defaults or {})}
    filled = {name: known[name] if name in known else _anything(rule, name) for name in rule.arguments}
    built = rule.build(filled)
    assert built is not None, f"no address for {rule}"
    return built[1]


def _anything(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    if isinstance(converter, UUIDConverter):
        return NOBODY
    if isinstance(converter, IntegerConverter):
        return 1
    return min(converter.items) if isinstance(converter, AnyConverter) else "nowhere"
