"""Which threads may this person see, what was said in them, and what waits for officers?"""

from engage.feedback.queries.districts import DistrictFigures, Districts, Period, Took, count_districts
from engage.feedback.queries.figures import BEFORE, Line, PublicFigures, get_public_figures
from engage.feedback.queries.floods import is_flooded, is_flooded_apart
from engage.feedback.queries.history import Step, list_history
from engage.feedback.queries.likeness import find_named_thread, list_alike, list_similar
from engage.feedback.queries.moderation import (
    CaseCounts,
    CaseView,
    HidingView,
    ReportView,
    WatchedWordView,
    count_cases,
    find_hiding,
    get_case,
    list_cases,
    list_watched_words,
)
from engage.feedback.queries.outside import (
    ReplyView,
    list_official_replies,
    list_published,
    list_replies_between,
)
from engage.feedback.queries.persons import ContactView, find_ties, get_contact, get_own_contact
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
from engage.feedback.queries.promises import sees_promise
from engage.feedback.queries.queue import QueueCounts, count_queue, find_next, list_queue
from engage.feedback.queries.reading import (
    ThreadView,
    find_target,
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
    "BEFORE",
    "IN_SESSION",
    "MOST_PHOTOS",
    "PREFIX",
    "Answered",
    "CaseCounts",
    "CaseView",
    "ContactView",
    "DistrictFigures",
    "Districts",
    "EditView",
    "HidingView",
    "Line",
    "NoteView",
    "Period",
    "PhotoView",
    "PostView",
    "PublicFigures",
    "QueueCounts",
    "RatedView",
    "ReplyView",
    "ReportView",
    "Satisfaction",
    "Step",
    "ThreadView",
    "Took",
    "WatchedWordView",
    "actor_of_request",
    "count_cases",
    "count_districts",
    "count_queue",
    "find_hiding",
    "find_named_thread",
    "find_next",
    "find_target",
    "find_ties",
    "get_case",
    "get_contact",
    "get_own_contact",
    "get_photo",
    "get_photo_apart",
    "get_post",
    "get_public_figures",
    "get_rated",
    "get_thread",
    "is_flooded",
    "is_flooded_apart",
    "is_visible",
    "list_alike",
    "list_cases",
    "list_edits",
    "list_history",
    "list_notes",
    "list_official_replies",
    "list_own_threads",
    "list_photos",
    "list_posts",
    "list_published",
    "list_queue",
    "list_replies_between",
    "list_similar",
    "list_threads",
    "list_watched_words",
    "photos_with",
    "said_by_author",
    "satisfaction",
    "sees_promise",
]
