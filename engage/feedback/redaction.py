"""What do others read where passages were taken out? The words that were written, with a mark for each passage.

Whoever takes passages out puts a mark in their place and writes nothing. What others read is then made of the words
that were written, never of those that were sent, so nothing can be put into somebody's mouth. A passage that was taken
out once is taken out wherever it stands (docs/decisions/0026).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

import phonenumbers

from engage.text import western_digits

MARK = "█████"
_MARKS = re.compile(r"█+|\[(?:…|\.\.\.)\]")
_LONG_ENOUGH = 4  # of fewer characters a passage is taken out elsewhere only as whole words, of fewer than 3 not at all

Span = tuple[int, int]

_SEPARATOR = r"[\s\-|/.]{0,3}"
_LOOKS_PERSONAL = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?<![\w+])(?:(?:\+|00)\s?212[\s.\-()]{0,3}0?|0)[5-8](?:[\s.\-/]{0,2}\d){8}(?!\d)",  # telephones of Morocco
        rf"(?<!\w)\d{{1,5}}{_SEPARATOR}[|\-/]{_SEPARATOR}[a-zء-ي]{_SEPARATOR}\d{{1,2}}(?!\w)",  # plates: 12345-أ-6
        rf"(?<!\w)\d{{1,2}}{_SEPARATOR}[|\-/]{_SEPARATOR}[a-zء-ي]{_SEPARATOR}\d{{1,5}}(?!\w)",
        r"(?<!\w)\d{4,5}\s?[a-zء-ي]\s?\d{1,2}(?!\w)",
        r"(?<!\w)ww\s?-?\d{3,6}(?!\w)",
        r"(?<!\w)[a-z]{1,2}\d{4,7}(?!\w)",  # identity cards: two letters at most and up to seven digits
        r"(?<!\w)(?-i:[A-Z]{1,2})\s\d{5,7}(?!\w)",
    )
]


def suggested(text: str, country: str) -> list[Span]:
    """Where telephones, addresses of mail, number plates and identity cards seem to stand; a person confirms it."""
    plain = western_digits(text)
    found = [match.span() for pattern in _LOOKS_PERSONAL for match in pattern.finditer(plain)]
    found += [(number.start, number.end) for number in phonenumbers.PhoneNumberMatcher(plain, country)]
    return _merged(found)


def without(text: str, spans: Iterable[Span]) -> str:
    """The text with a mark for each span."""
    kept, at = [], 0
    for start, end in _merged(spans):
        kept += [text[at:start], MARK]
        at = end
    return "".join((*kept, text[at:]))


def redacted(written: Mapping[str, str], sent: Mapping[str, str]) -> dict[str, str | None]:
    """What others read of each text that was `written`, from what was `sent` with marks in the place of passages; None
    where nothing is taken out. Raises OtherWords for texts that say anything else.
    """
    written = {name: _plain(text) for name, text in written.items()}
    spans, wrong = {}, []
    for name, text in written.items():
        found = _spans_between(text, _plain(sent.get(name, text)))
        spans[name] = found or []
        wrong += [name] if found is None else []
    if wrong:
        raise OtherWords(wrong)
    passages = _passages(written, spans)
    return {name: _taken_out(text, spans[name], passages) for name, text in written.items()}


def redacted_again(before: Mapping[str, str], public: Mapping[str, str | None], now: str) -> str | None:
    """What others may read of words that are changed to `now`, if passages of those before them, or of what stands
    beside them, were taken out: they are without every word of those passages, until somebody has looked.
    """
    texts = {name: _plain(text) for name, text in before.items()}
    spans = {name: _spans_between(text, _plain(public[name] or text)) or [] for name, text in texts.items()}
    passages = _passages(texts, spans)
    return _taken_out(_plain(now), [], passages | {word for passage in passages for word in passage.split()})


def says_it_too(written: str, left: str | None, other: str) -> bool:
    """Whether another text holds a passage that was taken out of what was `written`, of which this is `left`."""
    text = _plain(written)
    spans = {"": _spans_between(text, left or text) or []}
    return _taken_out(_plain(other), [], _passages({"": text}, spans)) is not None


class OtherWords(ValueError):
    """Something else was done to the texts than taking passages out."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(*names)
        self.names = names


def _plain(text: str) -> str:
    """As fields for text bring it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


def _spans_between(text: str, marked: str) -> list[Span] | None:
    """What the marks stand for; None if the rest is not the text. The first place at which a piece fits will do: what
    is read does not depend on it.
    """
    pieces = _MARKS.split(marked)
    if len(pieces) == 1:
        return [] if marked == text else None
    first, *middle, last = pieces
    if not text.startswith(first):
        return None
    at, spans = len(first), list[Span]()
    for piece in middle:
        found = text.find(piece, at)
        if found < 0:
            return None
        spans.append((at, found))
        at = found + len(piece)
    end = len(text) - len(last)
    if end < at or not text.endswith(last):
        return None
    return [span for span in (*spans, (at, end)) if span[0] < span[1]]


def _passages(texts: Mapping[str, str], spans: Mapping[str, Collection[Span]]) -> set[str]:
    """What was taken out of any of them, without the space around it. A mark that was written is no word."""
    runs = (texts[name][start:end] for name, found in spans.items() for start, end in found)
    return {part.strip() for run in runs for part in _MARKS.split(run) if part.strip()}


def _taken_out(text: str, spans: Iterable[Span], passages: Iterable[str]) -> str | None:
    plain = western_digits(text)
    found = [*spans, *(span for passage in passages for span in _occurrences(western_digits(passage), plain))]
    return without(text, found) if found else None


def _occurrences(passage: str, text: str) -> list[Span]:
    words = _spelled(passage)
    if len(passage) < _LONG_ENOUGH:
        if len(passage) < _LONG_ENOUGH - 1:
            return []
        words = rf"(?<!\w){words}(?!\w)"
    return [match.span(1) for match in re.finditer(rf"(?=({words}))", text, re.IGNORECASE)]


def _spelled(passage: str) -> str:
    """A pattern of a passage; of a number also with other gaps between its digits."""
    digits = re.sub(r"[\s.\-]", "", passage)
    return r"[\s.\-]*".join(digits) if digits.isdecimal() and len(digits) > _LONG_ENOUGH else re.escape(passage)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
