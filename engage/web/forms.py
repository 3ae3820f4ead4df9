"""How does a page take a form and, when it is refused, show it again with every word that was typed?"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from types import TracebackType
from typing import Any, Self

from flask import request
from marshmallow import Schema, ValidationError

from engage.errors import DomainError, Invalid, NotFound
from engage.transaction import abandon
from engage.web.errors import words_for
from engage.web.input import form_values, nested_errors, read_form

_CODE = re.compile(r"[a-z_-]+")


class Form:
    """A form of a page: initial or typed values, messages by field path, and the status to answer with.

    Used as a context manager around the service call, it keeps a refusal instead of letting it fly:

        form = Form(VENUE_INPUT)
        with form:
            services.add_venue(actor(), **form.read())
            return redirect(...)
        return page("places/edit.html", form=form), form.status

    `told_at` names the field that shows what a service says about another (`{"ends_at": "end_clock"}`), or a refusal
    that one field can cure, by its type.
    """

    def __init__(
        self, schema: Schema, initial: Mapping[str, Any] | None = None, told_at: Mapping[str, str] | None = None
    ) -> None:
        self.schema = schema
        self.initial = initial or {}
        self.told_at = told_at or {}
        self.errors: dict[str, list[str]] = {}
        self.message: str | None = None
        self.way_out: str | None = None  # a page of ours where the refusal is cured
        self.type: str | None = None
        self.status = 200

    def read(self, **more: Any) -> dict[str, Any]:
        """The validated input; `more` are values that do not come from the form. Raises Invalid."""
        return read_form(self.schema, **more)

    def value(self, path: str) -> Any:
        """What stands in a field: what was typed, else the initial value (`title.fr` looks inside `title`)."""
        if self.is_sent:
            return request.form.get(path, "")
        found: Any = self.initial
        for part in path.split("."):
            found = found[int(part)] if isinstance(found, list) and int(part) < len(found) else _member(found, part)
        return "" if found is None else found

    def values(self, name: str) -> list[str]:
        """What is chosen in a field of several answers."""
        if self.is_sent:
            return request.form.getlist(name)
        return [str(value) for value in self.initial.get(name) or []]

    def is_on(self, name: str) -> bool:
        return name in request.form if self.is_sent else bool(self.initial.get(name))

    @property
    def is_sent(self) -> bool:
        return request.method == "POST"

    def errors_of(self, path: str) -> list[str]:
        """The messages of a field and of what is inside it (a list's own row is asked by its full path)."""
        inside = [text for key, texts in self.errors.items() if key.startswith(f"{path}.") for text in texts]
        return [*self.errors.get(path, []), *([] if any(c.isdigit() for c in path) else inside)]

    def errors_in(self, order: Iterable[str]) -> list[tuple[str, list[str]]]:
        """The messages by path, in the order in which the page shows its fields; those of others at the end."""
        places = {name: place for place, name in enumerate(order)}
        end = len(places)
        return sorted(self.errors.items(), key=lambda told: places.get(told[0], places.get(told[0].split(".")[0], end)))

    def differences(self, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """Where what was typed is not what is kept now (`initial`), after a refusal because of that: path, name of the
        field, and what stands there now if words or a number can say it.
        """
        if self.type != "stale-version" or not self.initial:
            return []
        typed = form_values(self.schema, request.form)
        told = []
        for path in [path for path in self.initial if path in names]:
            kept = self._loaded(path, self.initial[path])
            if kept != self._loaded(path, typed.get(path)):
                told.append((path, names[path], _in_words(kept)))
        return told

    def _loaded(self, path: str, value: Any) -> Any:
        """A value as the schema reads it, so that spellings of the same are the same; nothing for what is empty."""
        field = self.schema.fields.get(path)
        try:
            loaded = field.deserialize(value) if field and value not in _EMPTY else value
        except ValidationError:
            loaded = value
        if isinstance(loaded, list):
            loaded = [_without_gaps(one) for one in loaded]
            loaded = loaded if any(isinstance(one, dict) for one in loaded) else sorted(map(str, loaded))
        return None if loaded in _EMPTY else _without_gaps(loaded)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, DomainError) or isinstance(error, NotFound) or error.status in {401, 503}:
            return False
        abandon()
        self.status, self.type = error.status, error.type
        if isinstance(error, Invalid):
            self.errors = {self.told_at.get(path, path): told for path, told in nested_errors(error.errors).items()}
        elif error.type in self.told_at:
            self.errors = {self.told_at[error.type]: [words_for(error)[1]]}
        else:
            self.message, self.way_out = words_for(error)[1], error.figures.get("way_out")
        return True


_EMPTY: tuple[Any, ...] = (None, "", [], {}, False)


def _without_gaps(value: Any) -> Any:
    return {key: one for key, one in value.items() if one not in _EMPTY} if isinstance(value, Mapping) else value


def _in_words(kept: Any) -> str:
    """What stands there now, where words can say it; not for codes and ids, which tell nobody anything."""
    if isinstance(kept, Mapping):
        return ", ".join(_in_words(one) for one in kept.values())
    if isinstance(kept, list):
        return "; ".join(_in_words(one) for one in kept if isinstance(one, Mapping))
    is_said = isinstance(kept, int | date | time) or (isinstance(kept, str) and not _CODE.fullmatch(kept))
    return str(kept) if is_said and kept is not True else ""


def _member(found: Any, part: str) -> Any:
    return found.get(part) if isinstance(found, Mapping) else None
