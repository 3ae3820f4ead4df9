"""Every write to threads: opening them, what is said in them, the steps of their life, receipts."""

from engage.feedback.services.forgetting import forget_authors
from engage.feedback.services.opening import open_thread
from engage.feedback.services.proofs import forget_spent_proofs, spend_proof
from engage.feedback.services.receipts import Opened, end_receipt, forget_receipt_tokens, open_receipt
from engage.feedback.services.speaking import add_comment, add_note, add_reply, edit_post, publish_thread
from engage.feedback.services.steps import (
    acknowledge_thread,
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

__all__ = [
    "Opened",
    "acknowledge_thread",
    "add_comment",
    "add_note",
    "add_reply",
    "answer_thread",
    "assign_thread",
    "assign_threads",
    "change_contact",
    "close_thread",
    "decline_thread",
    "edit_post",
    "end_receipt",
    "follow_thread",
    "forget_authors",
    "forget_receipt_tokens",
    "forget_spent_proofs",
    "open_receipt",
    "open_thread",
    "publish_thread",
    "refer_thread",
    "reopen_thread",
    "spend_proof",
    "support_thread",
    "transfer_thread",
    "unfollow_thread",
    "withdraw_support",
]
