"""What do all ways out share? A post that sends, the folder that stands in for one, and being out of reach."""

import os
import tempfile
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol
from uuid import UUID


class Unreachable(OSError):
    """Nothing can be handed over at all now; it is the fault of no message."""


class Post(Protocol):
    """A way out. `send` raises OSError (smtplib's errors are some) when it did not go."""

    def send(self, message_id: UUID, recipient: str, content: bytes) -> None: ...

    def close(self) -> None: ...


class FolderPost:
    """Messages as files. One that is delivered again replaces its file, in one step."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix

    def send(self, message_id: UUID, recipient: str, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as draft:
            draft.write(content)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(self._folder / f"{message_id}{self._suffix}")

    def close(self) -> None:
        pass


def is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
