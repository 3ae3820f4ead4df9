"""Which threads may this person see, what was said in them, and what waits for officers?"""

from engage.feedback.queries.posts import (
    EditView,
    NoteView,
    PostView,
    get_post,
    list_edits,
    list_notes,
    list_posts,
)
from engage.feedback.queries.promises import sees_promise
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
from engage.feedback.queries.satisfaction import (
    Answered,
    RatedView,
    Satisfaction,
    get_rated,
    said_by_author,
    satisfaction,
)

__all__ = [
    "IN_SESSION",
    "PREFIX",
    "Answered",
    "ContactView",
    "EditView",
    "NoteView",
    "PostView",
    "QueueCounts",
    "RatedView",
    "Satisfaction",
    "ThreadView",
    "actor_of_request",
    "count_queue",
    "find_ties",
    "get_contact",
    "get_own_contact",
    "get_post",
    "get_rated",
    "get_thread",
    "is_visible",
    "list_edits",
    "list_notes",
    "list_own_threads",
    "list_posts",
    "list_queue",
    "list_threads",
    "said_by_author",
    "satisfaction",
    "sees_promise",
]
