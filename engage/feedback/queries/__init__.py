"""Which threads may this person see, what was said in them, and what waits for officers?"""

from engage.feedback.queries.floods import is_flooded
from engage.feedback.queries.outside import (
    ReplyView,
    list_official_replies,
    list_published,
    list_replies_between,
)
from engage.feedback.queries.posts import (
    EditView,
    NoteView,
    PostView,
    get_post,
    list_edits,
    list_notes,
    list_posts,
)
from engage.feedback.queries.queue import QueueCounts, count_queue, list_queue
from engage.feedback.queries.reading import (
    ContactView,
    ThreadView,
    find_ties,
    get_contact,
    get_own_contact,
    get_thread,
    is_visible,
    list_own_threads,
    list_threads,
)
from engage.feedback.queries.receipts import IN_SESSION, PREFIX, actor_of_request

__all__ = [
    "IN_SESSION",
    "PREFIX",
    "ContactView",
    "EditView",
    "NoteView",
    "PostView",
    "QueueCounts",
    "ReplyView",
    "ThreadView",
    "actor_of_request",
    "count_queue",
    "find_ties",
    "get_contact",
    "get_own_contact",
    "get_post",
    "get_thread",
    "is_flooded",
    "is_visible",
    "list_edits",
    "list_notes",
    "list_official_replies",
    "list_own_threads",
    "list_posts",
    "list_published",
    "list_queue",
    "list_replies_between",
    "list_threads",
]
