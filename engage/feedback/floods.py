"""Does whoever sends this have to show some pains first? Strangers alone, and only while very many of them write."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request

from engage import clock
from engage.access.actor import Actor
from engage.access.guard import actor
from engage.accounts import limits
from engage.errors import NotAllowed
from engage.feedback import queries, services
from engage.feedback.proofs import Proof, new_challenge, new_ticket, read_solution, read_ticket, ticket_ready_at
from engage.settings import current_settings

HEADER = "Challenge-Solution"
SOLUTION, TICKET = "altcha", "ticket"  # fields of the form; the first is the widget's own name for it


@dataclass(frozen=True)
class Offer:
    """What a form carries for those who cannot solve a challenge: when it may be sent all the same."""

    ticket: str
    ready_at: datetime


def is_proof_asked(is_flooded: Callable[[Actor], bool] = queries.is_flooded) -> bool:
    """A receipt of another thread is no account: whoever opened one would open them all."""
    return actor().is_anonymous and (limits.is_crowded() or is_flooded(actor()))


def offer(*, is_refused: bool = False) -> Offer | None:
    """For a form of a stranger, if a proof is asked. The ticket that was sent stays and its wait goes on, unless it was
    `is_refused` although the wait was over.
    """
    if not is_proof_asked():
        return None
    key, network = current_settings().secret_key, limits.network()
    ticket = request.form.get(TICKET, "")
    ready_at = ticket_ready_at(key, ticket, network) if ticket else None
    if ready_at is None or (is_refused and ready_at <= clock.now()):
        ticket = new_ticket(key, network, timedelta(minutes=current_settings().flood_minutes))
        ready_at = ticket_ready_at(key, ticket, network)
    return Offer(ticket, ready_at) if ready_at else None


def require_proof() -> None:
    """Raises NotAllowed (`challenge-required`) with a challenge where a proof is asked and none came along.

    To be asked in the transaction of what it lets through: what is refused for something else has spent nothing.
    """
    if is_proof_asked():
        _spend_proof()
    if actor().is_anonymous:
        limits.count_stranger()


def check_proof() -> None:
    """Before photographs are examined and kept: raises as above if no proof came that could be spent."""
    if is_proof_asked(queries.is_flooded_apart) and _sent_solution() is None and _sent_ticket() is None:
        raise _refused()


def _spend_proof() -> None:
    proof = _sent_solution()
    if proof is None:
        proof = _sent_ticket()
        proof = proof if proof and limits.may_use_ticket() else None
    if proof is None or not services.spend_proof(actor(), proof):
        raise _refused()


def _sent_solution() -> Proof | None:
    sent = request.headers.get(HEADER) or request.form.get(SOLUTION, "")
    return read_solution(current_settings().secret_key, sent)


def _sent_ticket() -> Proof | None:
    return read_ticket(current_settings().secret_key, request.form.get(TICKET, ""), limits.network())


def _refused() -> NotAllowed:
    challenge = new_challenge(current_settings().secret_key)
    return NotAllowed("challenge-required", extensions={"challenge": challenge})
