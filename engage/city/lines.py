"""What may stand in a line of a city's files? The same fields as everywhere, read from text."""

from collections.abc import Collection
from typing import Any, ClassVar

from marshmallow import EXCLUDE, ValidationError, post_load, validate, validates_schema

from engage.city.fields import Count, Day, Named, Several, WallClock, YesOrNo
from engage.holidays.models import HolidayKind
from engage.language import LOCALES, Lazy
from engage.places.models import DistrictKind, VenueKind
from engage.places.schemas import MAX_CAPACITY, TypedDegrees
from engage.seminars.models import Audience, SpokenLanguage, Theme, Visibility, WaitingList
from engage.seminars.schemas.templates import MAX_MINUTES
from engage.web.input import EmailAddress, Phone, Schema, Text

_SLUG = validate.Regexp(r"[A-Za-z0-9._-]+\Z", error=Lazy("Use Latin letters, digits and hyphens."))


class NamedLine(Schema):
    """A line about something with a name (or a title) in one to three languages, each in a column of its own.

    Columns that nobody knows are passed over: a city's sheet may hold notes. A column that is not there leaves what is
    kept as it is; an empty cell empties it.
    """

    class Meta:
        unknown = EXCLUDE

    called: ClassVar[str] = "name"
    texts: ClassVar[tuple[str, ...]] = ()  # others in several languages, which may be missing

    def missing_columns(self, columns: Collection[str]) -> list[str]:
        required = [field.data_key or name for name, field in self.fields.items() if field.required]
        missing = [name for name in required if name not in columns]
        return missing if any(name in columns for name in self._tongues()) else [*missing, f"{self.called}_ar"]

    @validates_schema(skip_on_field_errors=False)
    def _check_name(self, found: dict[str, Any], **_: Any) -> None:
        if not any(found.get(name) for name in self._tongues()):
            raise ValidationError(str(Lazy("Write it in at least one language.")), f"{self.called}_ar")

    @post_load
    def _gather_name(self, found: dict[str, Any], **_: Any) -> dict[str, Any]:
        for called in (self.called, *self.texts):
            texts = {name[-2:]: found.pop(name, None) for name in self._tongues(called)}
            found[called] = {code: text for code, text in texts.items() if text}
        return found

    def _tongues(self, called: str = "") -> list[str]:
        return [f"{called or self.called}_{code}" for code in LOCALES]


class DistrictLine(NamedLine):
    code = Text(1, 60, required=True, validate=_SLUG)
    name_ar = Text(1, 100, allow_none=True)
    name_fr = Text(1, 100, allow_none=True)
    name_en = Text(1, 100, allow_none=True)
    kind = Named(DistrictKind, required=True)
    latitude = TypedDegrees(90)
    longitude = TypedDegrees(180)


class VenueLine(NamedLine):
    code = Text(1, 60, required=True, validate=_SLUG)
    name_ar = Text(1, 100, allow_none=True)
    name_fr = Text(1, 100, allow_none=True)
    name_en = Text(1, 100, allow_none=True)
    district = Text(1, 60, required=True)
    capacity = Count(1, MAX_CAPACITY, required=True)
    kind = Named(VenueKind, "venue_kinds", required=True)
    step_free_access = YesOrNo(required=True)
    address = Text(1, 300, allow_none=True)
    latitude = TypedDegrees(90)
    longitude = TypedDegrees(180)


class AssociationLine(NamedLine):
    name_ar = Text(1, 200, allow_none=True)
    name_fr = Text(1, 200, allow_none=True)
    name_en = Text(1, 200, allow_none=True)
    receipt_number = Text(1, 60, required=True)
    receipt_on = Day(required=True)
    founded_on = Day(required=True)
    mandate_expires_on = Day(required=True)
    districts = Several(required=True)
    fields_of_work = Several(required=True, data_key="fields", attribute="fields")
    phone = Phone(allow_none=True)
    email = EmailAddress(allow_none=True)


class SeminarLine(NamedLine):
    called = "title"

    reference = Text(1, 40, required=True)
    title_ar = Text(1, 200, allow_none=True)
    title_fr = Text(1, 200, allow_none=True)
    title_en = Text(1, 200, allow_none=True)
    theme = Named(Theme, "themes", required=True)
    audience = Several(Audience, "audiences", required=True)
    venue = Text(1, 60, required=True)
    local_start = WallClock(required=True)
    local_end = WallClock(required=True)
    capacity = Count(1, MAX_CAPACITY, required=True)
    max_party_size = Count(1, MAX_CAPACITY, required=True)
    languages = Several(SpokenLanguage, "spoken_languages", required=True)
    visibility = Named(Visibility, "visibilities", required=True)


class HolidayLine(NamedLine):
    code = Text(1, 60, required=True, validate=_SLUG)
    kind = Named(HolidayKind, "holiday_kinds", required=True)
    name_ar = Text(1, 100, allow_none=True)
    name_fr = Text(1, 100, allow_none=True)
    name_en = Text(1, 100, allow_none=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)


class TemplateLine(NamedLine):
    """A template for seminars on a theme, for everyone who plans."""

    texts = ("title", "summary", "description")

    code = Text(1, 60, required=True, validate=_SLUG)
    name_ar = Text(1, 100, allow_none=True)
    name_fr = Text(1, 100, allow_none=True)
    name_en = Text(1, 100, allow_none=True)
    theme = Named(Theme, "themes", required=True)
    title_ar = Text(1, 200, allow_none=True)
    title_fr = Text(1, 200, allow_none=True)
    title_en = Text(1, 200, allow_none=True)
    summary_ar = Text(1, 500, lines=True, allow_none=True)
    summary_fr = Text(1, 500, lines=True, allow_none=True)
    summary_en = Text(1, 500, lines=True, allow_none=True)
    description_ar = Text(1, 10_000, lines=True, allow_none=True)
    description_fr = Text(1, 10_000, lines=True, allow_none=True)
    description_en = Text(1, 10_000, lines=True, allow_none=True)
    audience = Several(Audience, "audiences", required=True, attribute="audiences")
    languages = Several(SpokenLanguage, "spoken_languages", required=True)
    capacity = Count(1, MAX_CAPACITY, required=True)
    max_party_size = Count(1, MAX_CAPACITY, required=True)
    duration_minutes = Count(1, MAX_MINUTES, required=True)
    approval_required = YesOrNo(required=True)
    waiting_list = Named(WaitingList, "waiting_lists", required=True)
    visibility = Named(Visibility, "visibilities", required=True)


LINES: dict[str, NamedLine] = {
    "districts": DistrictLine(),
    "venues": VenueLine(),
    "associations": AssociationLine(),
    "holidays": HolidayLine(),
    "templates": TemplateLine(),
    "seminars": SeminarLine(),
}
