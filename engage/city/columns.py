"""How are the columns of a city's files called: in the code, in three languages, and by those who type them?"""

from dataclasses import dataclass
from functools import lru_cache

from engage.language import LOCALES, Lazy, gettext, speaking
from engage.text import words_of


@dataclass(frozen=True)
class Column:
    """A column: what stands above it in a language, what belongs into it, and what else people write above it."""

    name: str
    label: Lazy
    hint: Lazy | None = None
    example: str = ""
    others: str = ""  # between bars, as `words_of` folds them or not


_ONE_NAME = Lazy("In one language at least.")
_YES_OR_NO = Lazy("Yes or no.")
_DAY = Lazy("Like 2026-09-21, 21/09/2026 or 21 septembre 2026.")
_MOMENT = Lazy("By the clock of the city, like 2026-09-21 16:00 or 21/09/2026 16h.")
_SEVERAL = Lazy("Several between semicolons.")
_CODE_OR_NAME = Lazy("Its code or its name.")

_NAMES = (
    Column("name_ar", Lazy("Name in Arabic"), _ONE_NAME, "دار الشباب القدس", "nom arabe|nom ar|الاسم|الاسم بالعربية"),
    Column(
        "name_fr", Lazy("Name in French"), None, "Maison de jeunes Al Qods", "nom|nom fr|nom français|الاسم بالفرنسية"
    ),
    Column("name_en", Lazy("Name in English"), None, "", "name|nom anglais|nom en|الاسم بالإنجليزية"),
)
_KIND = Lazy("Kind")
_POINT = (
    Column("latitude", Lazy("Latitude"), None, "34.033", "lat|خط العرض"),
    Column("longitude", Lazy("Longitude"), None, "-5.0", "long|lon|lng|خط الطول"),
)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "districts": (
        Column("code", Lazy("Code"), None, "saiss", "رمز"),
        *_NAMES,
        Column("kind", _KIND, None, "district", "type|genre|النوع"),
        *_POINT,
    ),
    "venues": (
        Column("code", Lazy("Code"), Lazy("Latin letters, digits and hyphens."), "maison-al-qods", "رمز|code du lieu"),
        *_NAMES,
        Column("district", Lazy("District"), _CODE_OR_NAME, "saiss", "arrondissement|مقاطعة"),
        Column("capacity", Lazy("Capacity"), None, "120", "capacité|places|عدد المقاعد|الطاقة الاستيعابية"),
        Column("kind", _KIND, None, "youth_centre", "type|genre|type de lieu|النوع|نوع المكان"),
        Column(
            "step_free_access", Lazy("Step-free access"), _YES_OR_NO, "yes", "accessible|accès pmr|accessibilité|الولوج"
        ),
        Column("address", Lazy("Address"), None, "12, rue Ibn Khaldoun", "adresse|العنوان"),
        *_POINT,
    ),
    "associations": (
        Column("name_ar", Lazy("Name in Arabic"), _ONE_NAME, "جمعية الأمل", _NAMES[0].others),
        Column("name_fr", Lazy("Name in French"), None, "Association Al Amal", _NAMES[1].others),
        _NAMES[2],
        Column(
            "receipt_number", Lazy("Receipt number"), None, "0000/2022", "numéro de récépissé|n° récépissé|رقم الوصل"
        ),
        Column("receipt_on", Lazy("Date of the receipt"), _DAY, "2022-06-15", "date du récépissé|تاريخ الوصل"),
        Column("founded_on", Lazy("Founded on"), _DAY, "2022-05-06", "date de fondation|fondée le|تاريخ التأسيس"),
        Column("mandate_expires_on", Lazy("End of the mandate"), _DAY, "2027-10-29", "fin du mandat|نهاية الانتداب"),
        Column("districts", Lazy("Districts"), _SEVERAL, "saiss;agdal", "district|arrondissement|مقاطعة|المقاطعات"),
        Column(
            "fields", Lazy("Fields of work"), _SEVERAL, "addiction;parents", "domaines|domaine|مجالات العمل|المجالات"
        ),
        Column("phone", Lazy("Telephone"), None, "0535 63 19 35", "téléphone|tél|رقم الهاتف|الهاتف"),
        Column(
            "email",
            Lazy("E-mail address"),
            None,
            "contact@association.example",
            "mail|e-mail|courriel|البريد الإلكتروني",
        ),
    ),
    "seminars": (
        Column(
            "reference", Lazy("Reference"), Lazy("Yours, the same each time you send it."), "EX-0001", "réf|رقم|المرجع"
        ),
        Column(
            "title_ar",
            Lazy("Title in Arabic"),
            _ONE_NAME,
            "السلامة الطرقية",
            "titre arabe|titre ar|عنوان|العنوان بالعربية",
        ),
        Column(
            "title_fr",
            Lazy("Title in French"),
            None,
            "Sécurité routière",
            "titre|titre fr|titre français|العنوان بالفرنسية",
        ),
        Column("title_en", Lazy("Title in English"), None, "", "title|titre anglais|titre en|العنوان بالإنجليزية"),
        Column("theme", Lazy("Theme"), None, "road_safety", "thème|thématique|موضوع"),
        Column(
            "audience",
            Lazy("Audience"),
            _SEVERAL,
            "parents;students",
            "public visé|public|audiences|الفئة|الفئة المستهدفة",
        ),
        Column("venue", Lazy("Venue"), _CODE_OR_NAME, "dar-chabab-saiss", "lieu|code du lieu|مكان|رمز المكان"),
        Column(
            "local_start",
            Lazy("Start (date and time)"),
            _MOMENT,
            "2026-12-21 16:00",
            "début|date de début|start|البداية|تاريخ البداية",
        ),
        Column(
            "local_end",
            Lazy("End (date and time)"),
            _MOMENT,
            "2026-12-21 17:30",
            "fin|date de fin|end|النهاية|تاريخ النهاية",
        ),
        Column(
            "capacity",
            Lazy("Capacity"),
            Lazy("No more than the venue holds."),
            "60",
            "capacité|places|عدد المقاعد|المقاعد",
        ),
        Column("max_party_size", Lazy("Largest party"), None, "20", "délégation maximale|taille maximale|أكبر وفد"),
        Column("languages", Lazy("Languages"), _SEVERAL, "ar;fr", "langues|langue|لغات|اللغة"),
        Column("visibility", Lazy("Visible to"), None, "public", "visibilité|ouvert à|الظهور"),
    ),
}


@lru_cache(maxsize=2000)
def column_called(kind: str, heading: str) -> str | None:
    """The column that somebody means by a heading: its name, or its words in any of the languages."""
    return _headings(kind).get(_folded(heading))


@lru_cache(maxsize=8)
def _headings(kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in COLUMNS.get(kind, ()):
        for words in (column.name, *column.others.split("|"), *in_all_languages(column.label)):
            found.setdefault(_folded(words), column.name)
    found.pop("", None)
    return found


def in_all_languages(message: str) -> list[str]:
    """The words of a message in every language, each once."""
    words = []
    for locale in LOCALES:
        with speaking(locale):
            words.append(gettext(str.__str__(message)))
    return list(dict.fromkeys(words))


def _folded(heading: str) -> str:
    """Without case, accents, hamza, articles and signs: `Thème`, `theme *` and `THEME` are one."""
    return " ".join(_without_article(word) for word in words_of(heading))


def _without_article(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 4 else word
