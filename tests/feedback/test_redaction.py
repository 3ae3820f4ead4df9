"""Is what was taken out gone, wherever it stood, and does nobody say anything that they did not write?"""

from itertools import count

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from engage.access.actor import VISITOR
from engage.database import db
from engage.feedback import queries, services
from engage.feedback.models.threads import ThreadWord
from engage.feedback.redaction import MARK, OtherWords, redacted, redacted_again, suggested, without
from engage.text import indexed_words
from tests.factories import make_officer, make_thread

LETTERS = "abcdeé 0123456789\nابج٠١٢█.[…]-Aß"
TEXTS = st.text(LETTERS, min_size=1, max_size=60).map(str.strip).filter(bool)
_EXAMPLES = count(1_000)
CUTS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4)


def _cut(text: str, cuts: list[tuple[int, int]], mark: str = "█") -> tuple[str, list[str]]:
    """The text with marks in the place of spans, and what stood there."""
    spans = sorted((start, min(start + length, len(text))) for start, length in cuts if start < len(text))
    kept, gone, at = [], list[str](), 0
    for start, end in spans:
        if start >= at:
            kept += [text[at:start], mark]
            gone.append(text[start:end])
            at = end
    return "".join((*kept, text[at:])), gone


def _runs(gone: list[str]) -> list[str]:
    """What must not be read: without the space around it, and marks that were written are no words."""
    parts = [part.strip() for run in gone for part in run.replace("[…]", "█").split("█")]
    return [part for part in parts if len(part) >= 4]


@given(TEXTS, CUTS, st.sampled_from(["█", "███", "[…]", "[...]"]))
@example("abab abab abab", [(0, 4)], "█")
@example("aaaaaaaaa", [(2, 5)], "█")
@example("Karim", [(0, 5)], "█")
def test_no_run_that_was_taken_out_is_left(text: str, cuts: list[tuple[int, int]], mark: str) -> None:
    sent, gone = _cut(text, cuts, mark)
    try:
        left = redacted({"body": text, "subject": f"{text} encore"}, {"body": sent, "subject": f"{text} encore"})
    except OtherWords:
        assert any(c in "█[" for c in text)  # only a mark that was written can be taken for another
        return
    public = left["body"] if left["body"] is not None else text
    for run in _runs(gone):
        # A mark that came in the place of passages may stand beside one that was written.
        assert run.lower() not in public.lower()
        assert run.lower() not in (left["subject"] or "").lower()


@given(TEXTS, st.text(LETTERS, max_size=60))
def test_whatever_is_sent_others_read_nothing_that_was_not_written(text: str, sent: str) -> None:
    try:
        left = redacted({"body": text}, {"body": sent})["body"]
    except OtherWords:
        return
    at = 0
    for piece in (left if left is not None else text).split(MARK):
        at = text.index(piece, at) + len(piece)


@given(TEXTS, CUTS, TEXTS)
def test_of_changed_words_nothing_is_left_that_was_taken_out(
    text: str, cuts: list[tuple[int, int]], other: str
) -> None:
    public = _cut(text, cuts)[0]
    if public == text or any(c in "█[" for c in text):
        return
    changed = f"{other} {text}"
    left = redacted_again({"body": text}, {"body": public}, changed)
    for run in _runs(_cut(text, cuts)[1]):
        assert left is None or run.lower() not in left.lower() or len(_cut(text, cuts)[1]) > 1


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["Karim", "Zerhouni", "0612345678", "غشاشون", "voiture", "rouge"]), min_size=1, max_size=8
    ),
    st.sets(st.integers(0, 7), min_size=1),
)
def test_no_run_comes_out_of_any_answer(app: Flask, words: list[str], gone: set[int]) -> None:
    """Of threads, posts, lists, the page, the program's answers and the words by which it is found."""
    words = [f"{word}{next(_EXAMPLES)}" for word in words]  # the store goes on from one example to the next
    sent = " ".join("█" if at in gone else word for at, word in enumerate(words))
    out = {word for at, word in enumerate(words) if at in gone}
    text = " ".join(words)
    thread = make_thread(f"Sur {text}", body=text, place=f"Près de {text}")
    services.redact_post(make_officer(), queries.get_thread(VISITOR, thread.id).post_id, body=sent)
    db.session.commit()
    client = app.test_client()
    seen = queries.get_thread(VISITOR, thread.id)
    paths = (
        f"/feedback/{thread.id}",
        f"/api/v1/threads/{thread.id}",
        f"/api/v1/posts/{seen.post_id}",
        "/feedback?district=saiss",
        "/api/v1/threads",
    )
    answers = [client.get(path).get_data(as_text=True) for path in paths]
    indexed = {word for (word,) in db.session.query(ThreadWord.word).filter_by(thread_id=thread.id)}
    for word in out:
        assert not [path for path, answer in zip(paths, answers, strict=True) if word in answer]
        assert not indexed & set(indexed_words(word))
    for word in set(words) - out:
        assert word in answers[1]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Appelez le 06 12 34 56 78.", "Appelez le █."),
        ("الهاتف ٠٦١٢٣٤٥٦٧٨ أو +212-612-345678", "الهاتف █ أو █"),
        ("00212 6 12 34 56 78 / 0535.63.19.35", "█ / █"),
        ("Écrire à kamal.b@example.org, vite", "Écrire à █, vite"),
        ("سيارة 12345-أ-6 و 6-أ-12345", "سيارة █ و █"),
        ("plaque 12345 | A | 6, WW 123456", "plaque █, █"),
        ("CIN AB123456 ou C 123456", "CIN █ ou █"),
        ("Le 23/11/2026 à 18 h 30, 5 personnes, depuis 2024", "Le 23/11/2026 à 18 h 30, 5 personnes, depuis 2024"),
        ("من 3 و 4 إلى 18:30، منذ 2024", "من 3 و 4 إلى 18:30، منذ 2024"),
    ],
)
def test_what_seems_to_point_at_a_person_is_suggested(text: str, left: str) -> None:
    assert without(text, suggested(text, "MA")) == left.replace("█", MARK)


def test_what_is_taken_out_goes_everywhere_in_whatever_spelling() -> None:
    texts = {"body": "Karim, KARIM. 06 12 34 56 78, 0612345678, ٠٦١٢٣٤٥٦٧٨", "subject": "karim Ali et Alia"}
    left = redacted(texts, texts | {"body": "█, KARIM. █, 0612345678, ٠٦١٢٣٤٥٦٧٨", "subject": "karim █ et Alia"})
    assert left == {
        "body": f"{MARK}, {MARK}. {MARK}, {MARK}, {MARK}",
        "subject": f"{MARK} {MARK} et Alia",
    }


def test_a_long_text_of_many_marks_takes_no_time() -> None:
    text = "ab " * 1_600
    with pytest.raises(OtherWords):
        redacted({"body": text}, {"body": "█b " * 1_600 + "x"})
