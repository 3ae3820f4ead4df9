"""What code can a person read aloud and type without getting it wrong? No look-alikes, no vowels that make words."""

import secrets

ALPHABET = "23456789CDFGHJKMNPQRTVWXYZ"


def human_code(groups: int = 2, size: int = 4) -> str:
    """Random groups of letters and digits: `FZ7K-3M9Q` (38 bits). It names a thing; it is no secret."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for _ in range(groups))
