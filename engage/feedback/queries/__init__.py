"""Which threads may this person see, what was said in them, and what waits for officers?"""

from engage.feedback.queries.likeness import find_named_thread, list_alike, list_similar
from engage.feedback.queries.photos import (
    MOST_PHOTOS,
    PhotoView,
    get_photo,
    get_photo_apart,
    list_photos,
    photos_with,
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
    find_target,
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
    "MOST_PHOTOS",
    "PREFIX",
    "ContactView",
    "EditView",
    "NoteView",
    "PhotoView",
    "PostView",
    "QueueCounts",
    "ThreadView",
    "actor_of_request",
    "count_queue",
    "find_named_thread",
    "find_target",
    "find_ties",
    "get_contact",
    "get_own_contact",
    "get_photo",
    "get_photo_apart",
    "get_post",
    "get_thread",
    "is_visible",
    "list_alike",
    "list_edits",
    "list_notes",
    "list_own_threads",
    "list_photos",
    "list_posts",
    "list_queue",
    "list_similar",
    "list_threads",
    "photos_with",
]
