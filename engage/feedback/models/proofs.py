"""Which proofs of strangers have counted already?"""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from engage.database import Base, UTCDateTime


class SpentProof(Base):
    """A solution or a ticket that let one thread through. Forgotten when it would be too old anyway."""

    __tablename__ = "spent_proofs"

    proof_hash: Mapped[bytes] = mapped_column(primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)

    __table_args__ = (Index(None, "expires_at"),)
