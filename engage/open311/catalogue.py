"""Which services are there for a program to offer, and in which words? Our categories."""

from dataclasses import dataclass

from engage.feedback.categories import Category
from engage.language import Lazy

_STREET = Lazy("Streets and schools")
_SAFETY = Lazy("Safety")
_POLICE = Lazy("The police and the public")


@dataclass(frozen=True)
class Service:
    """Among which others a category stands, and by which words it is found; its name is that of the pages."""

    group: str
    keywords: str


SERVICES: dict[str, Service] = {
    Category.TRAFFIC: Service(_STREET, Lazy("speed,parking,crossing,motorcycle")),
    Category.NOISE: Service(_STREET, Lazy("noise,night,music,neighbours")),
    Category.SCHOOL: Service(_STREET, Lazy("school,pupils,entrance,way to school")),
    Category.INSECURITY: Service(_SAFETY, Lazy("theft,lighting,patrol")),
    Category.DRUGS: Service(_SAFETY, Lazy("drugs,dealing,addiction")),
    Category.VIOLENCE: Service(_SAFETY, Lazy("violence,threat,harassment,bullying")),
    Category.ONLINE: Service(_SAFETY, Lazy("Internet,fraud,blackmail,account")),
    Category.POLICE: Service(_POLICE, Lazy("reception,conduct,waiting")),
    Category.SEMINARS: Service(_POLICE, Lazy("seminar,awareness,school,association")),
    Category.OTHER: Service(_POLICE, Lazy("other,question,idea")),
}
