"""Which words make what people write for all to read wait for a look?"""

import unicodedata
import uuid

from sqlalchemy import delete, func, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import among, db, new_id
from engage.errors import Conflict, Invalid, NotAllowed, NotFound
from engage.feedback.models.moderation import WatchedWord
from engage.feedback.policies import can_watch_words
from engage.language import gettext as _
from engage.text import MAX_WORD, stem, words_of

MOST = 1_000
_NAMED = 4  # of the words that were found in one text


def watch_word(actor: Actor, *, word: str) -> WatchedWord:
    """From now on; what stands there already stays. Raises Invalid for several words, Conflict for a known one."""
    if not can_watch_words(actor):
        raise NotAllowed
    if len(_words(word)) != 1:
        raise Invalid({"word": [_("Write one word, without spaces.")]})
    if (db.session.scalar(select(func.count()).select_from(WatchedWord)) or 0) >= MOST:
        raise Conflict("too-many-words", most=MOST)
    watched = WatchedWord(id=new_id(), word=word, stem=stem(_words(word)[0])[:MAX_WORD], created_at=clock.now())
    db.session.add(watched)
    db.session.flush()
    record(actor, "word.watched", watched.id)
    return watched


def unwatch_word(actor: Actor, word_id: uuid.UUID) -> None:
    if not can_watch_words(actor):
        raise NotAllowed
    gone = db.session.execute(delete(WatchedWord).where(WatchedWord.id == word_id))
    if not gone.rowcount:  # type: ignore[attr-defined]
        raise NotFound
    record(actor, "word.unwatched", word_id)


def watched_in(*texts: str | None) -> str | None:
    """The first watched words of these texts, in whatever form they stand there; None if there are none."""
    forms = {form[:MAX_WORD] for word in _words(" ".join(text for text in texts if text)) for form in _forms(word)}
    found = select(WatchedWord.word).where(among(WatchedWord.stem, sorted(forms))).order_by(WatchedWord.stem)
    return ", ".join(db.session.scalars(found.limit(_NAMED))) or None


def _words(text: str) -> list[str]:
    """All of them, however long the text is; signs that nobody sees do not part a word."""
    return words_of("".join(c for c in text if unicodedata.category(c) != "Cf"))


def _forms(word: str) -> set[str]:
    """As it stands, and its stem; the same of one without the sign of the plural, whose stem may be another."""
    one = word[:-1] if word[-1] in "sx" and len(word) > 3 else word
    return {word, stem(word), one, stem(one)}
