"""Which kinds of files are there: what makes two lines the same, who may bring them in, and how they are written?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from engage.access.actor import Actor
from engage.access.permissions import Permission
from engage.city.columns import COLUMNS, Column, column_called, in_all_languages
from engage.city.lines import LINES, NamedLine
from engage.city.reading import Columns
from engage.database import db
from engage.errors import DomainError, Invalid
from engage.holidays.services import import_holiday
from engage.language import Lazy
from engage.language import gettext as _
from engage.partners.services import import_association
from engage.places.models import DistrictKind, VenueKind
from engage.places.policies import can_edit_places_in
from engage.places.queries import district_names, find_venue_by_code
from engage.places.schemas import MAX_CAPACITY
from engage.places.services import import_district, import_venue
from engage.seminars.services import Imported, import_seminars, import_template
from engage.text import fold

Fields = dict[str, Any]
Write = Callable[[Actor, Sequence[Fields], bool], list[Imported]]  # the last: it will be taken back
StandIn = Callable[[Actor, str], object]


@dataclass(frozen=True)
class Kind:
    """One kind of file. `file` is its name in a city's folder, without the ending; `stand_in` can replace a line."""

    name: str
    label: Lazy
    file: str
    permission: Permission
    key: tuple[str, ...]
    write: Write
    stand_in: StandIn | None = None

    @property
    def schema(self) -> NamedLine:
        return LINES[self.name]

    @property
    def columns(self) -> Columns:
        sheets = {fold(words) for words in (self.name, self.file.removesuffix("-*"), *in_all_languages(self.label))}
        return Columns(self._column_called, self.schema.missing_columns, sheets)

    def _column_called(self, heading: str) -> str | None:
        """By its own name, or by the words of `columns.py`, which a kind for operators alone may do without."""
        own = {field.data_key or name for name, field in self.schema.fields.items()}
        return heading.lower() if heading.lower() in own else column_called(self.name, heading)

    @property
    def known_columns(self) -> tuple[Column, ...]:
        return COLUMNS[self.name]

    def label_of(self, column: str) -> str:
        """What a column is called in the current language; one that is not known stays as it is."""
        return next((str(known.label) for known in self.known_columns if known.name == column), column)


def _one_by_one(write: Callable[..., str]) -> Write:
    """Each line in a savepoint: after a refusal by the store, those that follow are still looked at."""

    def write_each(actor: Actor, lines: Sequence[Fields], _is_trial: bool) -> list[Imported]:
        return [_written(actor, line) for line in lines]

    def _written(actor: Actor, line: Fields) -> Imported:
        try:
            with db.session.begin_nested():
                return Imported(write(actor, **line))
        except DomainError as refused:
            return Imported("refused", refused)

    return write_each


def _import_venue(actor: Actor, *, district: str, **details: Any) -> str:
    code = _district_called(district)
    if code in district_names() and not can_edit_places_in(actor, code):
        raise Invalid({"district": [_("You do not keep the venues of this district.")]})
    return import_venue(actor, district=code, **details)


def _import_association(actor: Actor, *, districts: list[str], **details: Any) -> str:
    return import_association(actor, districts=[_district_called(word) for word in districts], **details)


def _district_called(word: str) -> str:
    """The code of a district by its name in any language; what is no name stays as it is."""
    names = district_names()
    if word in names:
        return word
    return next((code for code, name in names.items() if fold(word) in map(fold, name.values())), word)


def _import_template(actor: Actor, *, code: str, name: dict[str, str], theme: str, **fields: Any) -> str:
    return import_template(actor, code=code, name=name, theme=theme, fields=fields)


def _import_programme(actor: Actor, lines: Sequence[Fields], is_trial: bool) -> list[Imported]:
    return import_seminars(actor, [{**line, "audiences": line["audience"]} for line in lines], is_trial)


def _stand_in_for_district(actor: Actor, code: str) -> None:
    if code not in district_names():
        import_district(actor, code=code, name={"en": code}, kind=DistrictKind.DISTRICT)


def _stand_in_for_venue(actor: Actor, code: str) -> None:
    district = next(iter(district_names()), "")
    if find_venue_by_code(actor, code) is None:
        roomy = {"district": district, "kind": VenueKind.OTHER, "capacity": MAX_CAPACITY}
        import_venue(actor, code=code, name={"en": code}, **roomy)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "districts",
            Lazy("Districts"),
            "districts",
            Permission.PLACES_EDIT,
            ("code",),
            _one_by_one(import_district),
            _stand_in_for_district,
        ),
        Kind(
            "venues",
            Lazy("Venues"),
            "venues",
            Permission.PLACES_EDIT,
            ("code",),
            _one_by_one(_import_venue),
            _stand_in_for_venue,
        ),
        Kind(
            "associations",
            Lazy("Associations"),
            "associations",
            Permission.ASSOCIATIONS_VERIFY,
            ("receipt_number", "receipt_on"),
            _one_by_one(_import_association),
        ),
        Kind(
            "holidays",
            Lazy("Holidays"),
            "holidays",
            Permission.PLACES_EDIT,
            ("code",),
            _one_by_one(import_holiday),
        ),
        Kind(
            "templates",
            Lazy("Templates"),
            "templates",
            Permission.TEMPLATES_EDIT,
            ("code",),
            _one_by_one(_import_template),
        ),
        Kind(
            "seminars",
            Lazy("Programme of seminars"),
            "programme-*",
            Permission.SEMINARS_PLAN,
            ("reference",),
            _import_programme,
        ),
    )
}
PERMISSIONS = tuple({kind.permission: None for kind in KINDS.values()})
OFFERED = ("seminars", "venues", "associations")  # to officers; the others are the operator's
