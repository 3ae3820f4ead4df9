"""What code can a person read aloud, type on a telephone and not get wrong? No look-alike letters, no vowels to make words."""

import secrets

ALPHABET = "23456789CDFGHJKMNPQRTVWXYZ"


def human_code(groups: int = 2, size: int = 4) -> str:
    """Random groups of letters and digits: `FZ7K-3M9Q` (38 bits). It names a thing; it is no secret."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for _ in range(groups))
