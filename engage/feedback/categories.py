"""What may a thread be about, and who sees it unless its author says otherwise?"""

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


# Private where people would name somebody, or have to fear somebody.
VISIBILITIES: dict[str, Visibility] = {
    Category.TRAFFIC: Visibility.PUBLIC,
    Category.NOISE: Visibility.PUBLIC,
    Category.SCHOOL: Visibility.PUBLIC,
    Category.INSECURITY: Visibility.PUBLIC,
    Category.DRUGS: Visibility.PRIVATE,
    Category.VIOLENCE: Visibility.PRIVATE,
    Category.ONLINE: Visibility.PRIVATE,
    Category.POLICE: Visibility.PRIVATE,
    Category.SEMINARS: Visibility.PUBLIC,
    Category.OTHER: Visibility.PRIVATE,
}
