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
    if len(words_of(word)) != 1:
        raise Invalid({"word": [_("Write one word, without spaces.")]})
    if (db.session.scalar(select(func.count()).select_from(WatchedWord)) or 0) >= MOST:
        raise Conflict("too-many-words", most=MOST)
    watched = WatchedWord(id=new_id(), word=word, stem=_stems(word).pop(), created_at=clock.now())
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
    stems = _stems(" ".join(text for text in texts if text))
    found = select(WatchedWord.word).where(among(WatchedWord.stem, sorted(stems))).order_by(WatchedWord.stem)
    return ", ".join(db.session.scalars(found.limit(_NAMED))) or None


def _stems(text: str) -> set[str]:
    """All of them, however long the text is; signs that nobody sees do not part a word."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return {stem(word)[:MAX_WORD] for word in words_of(seen)}
