"""Which threads may this person see, what was said in them, and what waits for officers?"""

from engage.feedback.queries.districts import DistrictFigures, Districts, Period, Took, count_districts
from engage.feedback.queries.figures import BEFORE, Line, PublicFigures, get_public_figures
from engage.feedback.queries.history import Step, list_history
from engage.feedback.queries.posts import (
    EditView,
    NoteView,
    PostView,
    get_post,
    list_edits,
    list_notes,
    list_posts,
)
from engage.feedback.queries.queue import QueueCounts, count_queue, find_next, list_queue
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
    "BEFORE",
    "IN_SESSION",
    "PREFIX",
    "ContactView",
    "DistrictFigures",
    "Districts",
    "EditView",
    "Line",
    "NoteView",
    "Period",
    "PostView",
    "PublicFigures",
    "QueueCounts",
    "Step",
    "ThreadView",
    "Took",
    "actor_of_request",
    "count_districts",
    "count_queue",
    "find_next",
    "find_ties",
    "get_contact",
    "get_own_contact",
    "get_post",
    "get_public_figures",
    "get_thread",
    "is_visible",
    "list_edits",
    "list_history",
    "list_notes",
    "list_own_threads",
    "list_posts",
    "list_queue",
    "list_threads",
]
