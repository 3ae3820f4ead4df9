"""Which services are there for a program to offer, and in which words? Our categories."""

from dataclasses import dataclass

from engage.feedback.categories import Category
from engage.language import Lazy

_STREET = Lazy("Streets and schools")
_SAFETY = Lazy("Safety")
_POLICE = Lazy("The police and the public")


@dataclass(frozen=True)
class Service:
    """What a category is called, among which others it stands, and by which words it is found."""

    name: str
    group: str
    keywords: str


SERVICES: dict[str, Service] = {
    Category.TRAFFIC: Service(Lazy("Traffic and road safety"), _STREET, Lazy("speed,parking,crossing,motorcycle")),
    Category.NOISE: Service(Lazy("Noise and nuisance"), _STREET, Lazy("noise,night,music,neighbours")),
    Category.SCHOOL: Service(Lazy("Around the school"), _STREET, Lazy("school,pupils,entrance,way to school")),
    Category.INSECURITY: Service(Lazy("Theft and feeling unsafe"), _SAFETY, Lazy("theft,lighting,patrol")),
    Category.DRUGS: Service(Lazy("Drugs"), _SAFETY, Lazy("drugs,dealing,addiction")),
    Category.VIOLENCE: Service(Lazy("Violence and harassment"), _SAFETY, Lazy("violence,threat,harassment,bullying")),
    Category.ONLINE: Service(Lazy("On the Internet"), _SAFETY, Lazy("Internet,fraud,blackmail,account")),
    Category.POLICE: Service(Lazy("How the police received me"), _POLICE, Lazy("reception,conduct,waiting")),
    Category.SEMINARS: Service(Lazy("Awareness seminars"), _POLICE, Lazy("seminar,awareness,school,association")),
    Category.OTHER: Service(Lazy("Something else"), _POLICE, Lazy("other,question,idea")),
}
