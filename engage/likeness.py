"""May two names mean the same association, in whatever script and spelling? Judged by what one hears of them.

Vowels are written as people please, most of all from one script to the other (الأمل, Al Amal, El Amel), and so are
doubled letters, articles and the word "association". What is left are consonants, alike for both scripts: a skeleton.
Two names are like each other by the share of their skeletons' trigrams that they have in common.
"""

import re
from functools import lru_cache

from engage.text import fold, stem, words_of

ALIKE = 0.5
MAX_PARTS = 40  # of one name
_ARABIC = {
    "ب": "b",
    "پ": "b",
    "ت": "t",
    "ط": "t",
    "ث": "t",
    "ج": "j",
    "ح": "h",
    "ه": "h",
    "خ": "X",
    "د": "d",
    "ذ": "d",
    "ض": "d",
    "ظ": "d",
    "ر": "r",
    "ز": "z",
    "س": "s",
    "ص": "s",
    "ش": "C",
    "غ": "G",
    "ف": "f",
    "ق": "k",
    "ك": "k",
    "ل": "l",
    "م": "m",
    "ن": "n",
    **dict.fromkeys("اويءع", ""),
}
# In this order: letters that are one sound together come first. Capitals are sounds without a letter of their own.
_LATIN = [
    (re.compile(letters), sound)
    for letters, sound in (
        ("t?ch|sh", "C"),
        ("kh", "X"),
        ("gh", "G"),
        ("dj|j|g(?=[eiy])", "J"),
        ("qu|ck|[gq]", "k"),
        ("dh", "d"),
        ("th", "t"),
        ("ph|v", "f"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("p", "b"),
        ("x", "ks"),
        ("J", "j"),
        ("(?<=.)[aeiouwy]|^[aeiou]", ""),
    )
]
_ARTICLE = re.compile(r"^[ae]l(?=\w{3})")
_ARABIC_ARTICLE = re.compile(r"^ال(?=\w{2})")  # stems keep that of short words
_INSIDE_A_WORD = re.compile(r"(?<=\w\w)['’`ʿʾ](?=\w)")
# What kind of body it is, and small words: in most names, and in none what tells it from others.
_SAID_OF_MANY = frozenset(
    "association associations assoc jamaiat jamaia jamiat jamia jamaiyat ligue fondation federation organisation"
    " amicale club reseau"
    " a al an ar as at au aux az d de des du ech el en er es et for in l la le les of pour the"
    " جمعيه رابطه موسسه اتحاد منظمه وداديه نادي شبكه في من و".split()
)


def skeleton(name: str) -> str:
    """The consonants of a name's own words: "ml" for جمعية الأمل and for Association Al Amal."""
    words = words_of(_INSIDE_A_WORD.sub("", fold(name)))
    own = [word for word in words if word not in _SAID_OF_MANY] or words
    return " ".join(filter(None, map(_heard, own)))


@lru_cache(maxsize=4096)  # names are made of few words
def _heard(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        plain = _ARABIC_ARTICLE.sub("", stem(word)).removesuffix("ه")
        first = {"و": "w", "ي": "y"}.get(plain[:1], "")
        sounds = first + "".join(_ARABIC.get(letter, letter) for letter in plain)
    else:
        sounds = _ARTICLE.sub("", word).removesuffix("h")
        for letters, sound in _LATIN:
            sounds = letters.sub(sound, sounds)
    return re.sub(r"(.)\1+", r"\1", sounds)


def parts_of(name: str) -> tuple[str, ...]:
    """The trigrams of a name's skeleton, by which an index finds it: of "ml" these are " ml" and "ml "."""
    padded = [f" {word} " for word in skeleton(name).split()]
    parts = (word[i : i + 3] for word in padded for i in range(len(word) - 2))
    return tuple(dict.fromkeys(parts))[:MAX_PARTS]


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1; from ALIKE on they may be the same."""
    here, there = set(parts_of(one)), set(parts_of(other))
    return len(here & there) / len(here | there) if here and there else 0.0
