"""What may a thread be about, who sees it unless its author says otherwise, and whether strangers' words wait?"""

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    TRAFFIC = "traffic"
    NOISE = "noise"
    SCHOOL = "school"
    INSECURITY = "insecurity"
    DRUGS = "drugs"
    VIOLENCE = "violence"
    ONLINE = "online"
    POLICE = "police"
    SEMINARS = "seminars"
    OTHER = "other"


class Visibility(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True)
class CategoryRules:
    """`awaits_look`: what a visitor writes for all to read waits until an officer has let it through."""

    visibility: Visibility
    awaits_look: bool = True


_PUBLIC, _PRIVATE = CategoryRules(Visibility.PUBLIC), CategoryRules(Visibility.PRIVATE)

# Private where people would name somebody, or have to fear somebody.
CATEGORIES: dict[str, CategoryRules] = {
    Category.TRAFFIC: _PUBLIC,
    Category.NOISE: _PUBLIC,
    Category.SCHOOL: _PUBLIC,
    Category.INSECURITY: _PUBLIC,
    Category.DRUGS: _PRIVATE,
    Category.VIOLENCE: _PRIVATE,
    Category.ONLINE: _PRIVATE,
    Category.POLICE: _PRIVATE,
    Category.SEMINARS: _PUBLIC,
    Category.OTHER: _PRIVATE,
}
