"""A proof counts once."""

from sqlalchemy import delete

from engage import clock
from engage.access.actor import Actor
from engage.database import db, insert_into
from engage.feedback.models.proofs import SpentProof
from engage.feedback.proofs import Proof


def spend_proof(actor: Actor, proof: Proof) -> bool:
    """Whether it had not been spent before. Nobody's deed is recorded: it belongs to nobody."""
    row = {"proof_hash": proof.proof_hash, "expires_at": proof.expires_at}
    kept = insert_into(SpentProof).values(row).on_conflict_do_nothing().returning(SpentProof.proof_hash)
    return db.session.execute(kept).first() is not None


def forget_spent_proofs(actor: Actor) -> int:
    """Delete those that are too old to count; how many there were."""
    old = delete(SpentProof).where(SpentProof.expires_at <= clock.now())
    return int(db.session.execute(old).rowcount)  # type: ignore[attr-defined]
