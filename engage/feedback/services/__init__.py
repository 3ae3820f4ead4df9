"""Every write to threads: opening them, what is said in them, the steps of their life, receipts."""

from engage.feedback.services.forgetting import forget_authors
from engage.feedback.services.merging import merge_thread, unmerge_thread
from engage.feedback.services.moderation import (
    appeal_hiding,
    dismiss_reports,
    hide_post,
    release_post,
    report_post,
    restore_post,
    uphold_hiding,
)
from engage.feedback.services.opening import open_thread
from engage.feedback.services.photos import (
    PreparedPhoto,
    add_photo,
    change_photo,
    check_may_comment,
    erase_old_photos,
    prepare_change,
    prepare_photo,
    prepare_photos,
)
from engage.feedback.services.promising import tell_of_promise
from engage.feedback.services.proofs import forget_spent_proofs, spend_proof
from engage.feedback.services.rating import close_ballots, rate_by_link, rate_thread
from engage.feedback.services.receipts import Opened, end_receipt, forget_receipt_tokens, open_receipt
from engage.feedback.services.redacting import redact_post
from engage.feedback.services.speaking import add_comment, add_note, add_reply, edit_post, publish_thread
from engage.feedback.services.steps import (
    acknowledge_thread,
    acknowledge_threads,
    answer_thread,
    assign_thread,
    assign_threads,
    close_thread,
    decline_thread,
    refer_thread,
    reopen_thread,
    transfer_thread,
)
from engage.feedback.services.ties import (
    change_contact,
    follow_thread,
    support_thread,
    unfollow_thread,
    withdraw_support,
)
from engage.feedback.services.watching import unwatch_word, watch_word

__all__ = [
    "Opened",
    "PreparedPhoto",
    "acknowledge_thread",
    "acknowledge_threads",
    "add_comment",
    "add_note",
    "add_photo",
    "add_reply",
    "answer_thread",
    "appeal_hiding",
    "assign_thread",
    "assign_threads",
    "change_contact",
    "change_photo",
    "check_may_comment",
    "close_ballots",
    "close_thread",
    "decline_thread",
    "dismiss_reports",
    "edit_post",
    "end_receipt",
    "erase_old_photos",
    "follow_thread",
    "forget_authors",
    "forget_receipt_tokens",
    "forget_spent_proofs",
    "hide_post",
    "merge_thread",
    "open_receipt",
    "open_thread",
    "prepare_change",
    "prepare_photo",
    "prepare_photos",
    "publish_thread",
    "rate_by_link",
    "rate_thread",
    "redact_post",
    "refer_thread",
    "release_post",
    "reopen_thread",
    "report_post",
    "restore_post",
    "spend_proof",
    "support_thread",
    "tell_of_promise",
    "transfer_thread",
    "unfollow_thread",
    "unmerge_thread",
    "unwatch_word",
    "uphold_hiding",
    "watch_word",
    "withdraw_support",
]
