"""What do people send, as JSON or as a form? Base schema, fields that know their traps, and one way to read both.

Marshmallow's own messages are replaced by ours, so that every refusal is in the person's language.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from flask import request
from marshmallow import RAISE, ValidationError, fields, validate
from marshmallow import Schema as MarshmallowSchema
from marshmallow.constants import missing
from werkzeug.datastructures import MultiDict

from engage.errors import Invalid
from engage.language import LOCALES, Lazy
from engage.settings import current_settings
from engage.text import has_forbidden_characters, is_visible, parse_phone, western_digits

MAX_INTEGER = 2**31 - 1

REQUIRED = Lazy("Fill in this field.")
UNKNOWN = Lazy("This field is not known.")


def _speak_our_languages() -> None:
    fields.Field.default_error_messages.update(
        required=REQUIRED, null=REQUIRED, validator_failed=Lazy("This value is not valid.")
    )
    fields.String.default_error_messages.update(invalid=Lazy("Enter text."), invalid_utf8=Lazy("Enter text."))
    fields.Boolean.default_error_messages.update(invalid=Lazy("Answer yes or no."))
    fields.List.default_error_messages.update(invalid=Lazy("Give a list."))
    fields.Nested.default_error_messages.update(type=Lazy("Give an object."))
    fields.UUID.default_error_messages.update(invalid_uuid=Lazy("This reference does not exist."))
    fields.DateTime.default_error_messages.update(
        invalid=Lazy("Enter a date and time."), format=Lazy("Enter a date and time.")
    )
    fields.Date.default_error_messages.update(invalid=Lazy("Enter a date."), format=Lazy("Enter a date."))
    fields.AwareDateTime.default_error_messages.update(
        invalid_awareness=Lazy("Say the offset from UTC too, as in 2026-12-03T09:00:00Z.")
    )
    fields.Mapping.default_error_messages.update(invalid=Lazy("Give an object."))
    fields.Integer.default_error_messages.update(
        invalid=Lazy("Enter a whole number."), too_large=Lazy("This number is too large.")
    )
    validate.Length.message_min = Lazy("Write at least {min} characters.")
    validate.Length.message_max = Lazy("Write at most {max} characters.")
    validate.Length.message_all = Lazy("Write between {min} and {max} characters.")
    validate.Length.message_equal = Lazy("Write exactly {equal} characters.")
    validate.OneOf.default_message = Lazy("Choose one of the answers offered.")
    validate.Email.default_message = Lazy("Enter an e-mail address, like name@example.org.")
    validate.URL.default_message = Lazy("Enter an address that starts with https://.")


_speak_our_languages()


class Schema(MarshmallowSchema):
    """An allow-list written out: what is not named here is refused."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": UNKNOWN, "type": Lazy("Give an object."), "required": REQUIRED}  # noqa: RUF012


class Text(fields.String):
    """Words that a person wrote: NFC, trimmed, without control or bidi-override characters; one line unless told."""

    def __init__(self, least: int = 1, most: int = 200, *, lines: bool = False, **options: Any) -> None:
        checks = options.pop("validate", [])
        length = validate.Length(least or None, most)
        super().__init__(validate=[length, *(checks if isinstance(checks, list) else [checks])], **options)
        self.lines = lines

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
        if text and not is_visible(text):
            raise self.make_error("invalid")
        if has_forbidden_characters(text) or (not self.lines and ("\n" in text or "\t" in text)):
            raise ValidationError(str(Lazy("This text contains invisible characters that are not allowed.")))
        return text


class LocalisedText(fields.Dict):
    """Words in one to three languages: `{"ar": …, "fr": …, "en": …}`, at least one given."""

    def __init__(self, most: int = 200, *, lines: bool = False, **options: Any) -> None:
        super().__init__(
            keys=fields.String(validate=validate.OneOf(LOCALES)), values=Text(0, most, lines=lines), **options
        )
        self.metadata = {"example": {"ar": "السلامة الطرقية", "fr": "Sécurité routière"}, **self.metadata}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, str]:
        found = super()._deserialize(value, attr, data, **kwargs)  # type: ignore[no-untyped-call]
        texts = {code: words for code, words in found.items() if words}
        if not texts and self.required:
            raise ValidationError(str(Lazy("Write it in at least one language.")))
        return texts


class WholeNumber(fields.Integer):
    """An integer in JSON (335 and 335.0 are the same number there); in a form also in Arabic-Indic digits."""

    def __init__(self, least: int | None = None, most: int = MAX_INTEGER, **options: Any) -> None:
        super().__init__(validate=between(least, most), **options)

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            raise self.make_error("invalid", input=value)
        return int(value)


def between(least: float | None, most: float) -> validate.Range:
    """A range that says both its ends (marshmallow puts its own words together before it knows the language)."""
    words = Lazy("Enter {max} or less.") if least is None else Lazy("Enter a number from {min} to {max}.")
    return validate.Range(least, most, error=words)


class Flag(fields.Boolean):
    """true or false, and no other word for it."""

    truthy = {True}  # noqa: RUF012
    falsy = {False}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Instant(fields.AwareDateTime):
    """RFC 3339 with an offset, between 2000 and 2100."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str):
            raise self.make_error("invalid", input=value, obj_type="datetime")
        moment = super()._deserialize(value, attr, data, **kwargs)
        if not 2000 <= moment.year <= 2100:
            raise ValidationError(str(Lazy("Enter a date between 2000 and 2100.")))
        return moment


class Day(fields.Date):
    """A date between 2000 and 2100: a slip of the finger in the year is told, and no zone can leave the calendar."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        day = super()._deserialize(value, attr, data, **kwargs)
        if not 2000 <= day.year <= 2100:
            raise ValidationError(str(Lazy("Enter a date between 2000 and 2100.")))
        return day


class Phone(Text):
    """A telephone number as people write it; E.164 inside."""

    def __init__(self, **options: Any) -> None:
        super().__init__(1, 40, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return parse_phone(text, current_settings().country)
        except ValueError:
            raise ValidationError(str(Lazy("Enter a valid number, like 06 12 34 56 78."))) from None


class ClockTime(fields.String):
    """A time of day as people write it: 09:30, 9h30, 9 h, with any digits; a `time` inside."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = western_digits(super()._deserialize(value, attr, data, **kwargs)).strip()
        found = re.fullmatch(r"(\d{1,2}) ?[:hH.] ?(\d{2})?(?::\d{2})?", text, re.ASCII)
        try:
            return time(int(found[1]), int(found[2] or 0))  # type: ignore[index]
        except (TypeError, ValueError):
            raise ValidationError(str(Lazy("Enter a time, like 09:30."))) from None


class EmailAddress(Text):
    """An e-mail address, kept as it was typed; in comparisons its case does not count."""

    def __init__(self, **options: Any) -> None:
        checks = [validate.Email(), _can_be_written_to]
        super().__init__(3, 254, validate=checks, metadata={"format": "email"}, **options)


def _can_be_written_to(address: str) -> None:
    """Not a machine's number for a domain, and no longer a name than servers take (RFC 5321 §4.5.3.1.1)."""
    name, _, domain = address.rpartition("@")
    if len(name.encode()) > 64 or domain.startswith("["):
        raise ValidationError(str(validate.Email.default_message))


class Row(fields.Nested):
    """An object in a list. It is sent whole, also in a change, which may leave out what stands beside the list."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, partial=False, **kwargs)


class Choice(fields.String):
    """One of the members of an enumeration, by its value."""

    def __init__(self, choices: type[StrEnum], **options: Any) -> None:
        self.choices = choices
        super().__init__(validate=validate.OneOf([c.value for c in choices]), **options)


def read_form(schema: MarshmallowSchema, **more: Any) -> dict[str, Any]:
    """The validated fields of the HTML form that was sent; raises Invalid with messages by field path."""
    try:
        loaded = schema.load({**form_values(schema, request.form), **more})
    except ValidationError as invalid:
        raise Invalid(invalid.normalized_messages()) from None  # type: ignore[no-untyped-call]
    return dict(loaded)


def read_query(schema: MarshmallowSchema) -> dict[str, Any]:
    """The validated query string of a page; empty and unknown parameters are passed over. Raises Invalid."""
    try:
        loaded = schema.load(form_values(schema, request.args))
    except ValidationError as invalid:
        raise Invalid(invalid.normalized_messages()) from None  # type: ignore[no-untyped-call]
    return dict(loaded)


def understood_query(schema: MarshmallowSchema) -> dict[str, Any]:
    """The same where a question that makes no sense is none: nothing then."""
    try:
        return read_query(schema)
    except Invalid:
        return {}


def form_values(schema: MarshmallowSchema, form: MultiDict[str, str]) -> dict[str, Any]:
    """A form as JSON would have said it: `title.fr` is a member of `title`, `attendees.0.name` of a first row."""
    values: dict[str, Any] = {}
    for name, field in schema.load_fields.items():
        found = _form_value(field, field.data_key or name, form)
        if found is not missing:
            values[field.data_key or name] = found
    return values


def _form_value(field: Any, name: str, form: MultiDict[str, str]) -> Any:
    if isinstance(field, fields.Boolean):
        return form.get(name) in {"on", "1", "true"} if name in form or f"{name}?" in form else missing
    if isinstance(field, fields.List):
        return _form_list(field, name, form)
    if isinstance(field, fields.Dict):
        return _form_members(field, name, form)
    text = form.get(name, "").strip()
    return _form_scalar(field, text) if text else missing


def _form_scalar(field: Any, text: str) -> Any:
    if isinstance(field, fields.Integer) and re.fullmatch(r"[+-]?\d{1,10}", western_digits(text)):
        return int(western_digits(text))
    return text


def _form_members(field: fields.Dict, name: str, form: MultiDict[str, str]) -> Any:
    members = {key[len(name) + 1 :]: form[key].strip() for key in form if key.startswith(f"{name}.")}
    scalar = field.value_field
    return {key: _form_scalar(scalar, text) for key, text in members.items() if text} if members else missing


def _form_list(field: Any, name: str, form: MultiDict[str, str]) -> Any:
    if not isinstance(field.inner, fields.Nested):
        return [_form_scalar(field.inner, text) for text in form.getlist(name) if text] if name in form else missing
    rows = dict[str, MultiDict[str, str]]()
    for key in form:
        parts = key.split(".", 2)
        if len(parts) == 3 and parts[0] == name and re.fullmatch(r"[0-9]{1,3}", parts[1]) and form[key].strip():
            rows.setdefault(parts[1], MultiDict())[parts[2]] = form[key]
    return [form_values(field.inner.schema, rows[index]) for index in sorted(rows, key=int)] if rows else missing


def nested_errors(errors: Mapping[str, Any], prefix: str = "") -> dict[str, list[str]]:
    """Messages by dotted field path (`attendees.0.name`), whatever the depth they came from."""
    flat: dict[str, list[str]] = {}
    for name, found in errors.items():
        path = f"{prefix}{name}"
        if isinstance(found, Mapping) and found.keys() <= {"key", "value"}:  # marshmallow's, of a member of a Dict
            flat[path] = [str(message) for messages in found.values() for message in messages]
        elif isinstance(found, Mapping):
            flat.update(nested_errors(found, f"{path}."))
        else:
            flat[path] = [str(message) for message in (found if isinstance(found, list) else [found])]
    return flat
