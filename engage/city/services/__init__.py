"""Bringing in what files say: everything or nothing, and every fault told at once."""

from engage.city.services.bringing import Report
from engage.city.services.files import apply_import, forget_files, start_import
from engage.city.services.folder import bring_in, import_city, read_city
from engage.city.services.work import take_up_import

__all__ = [
    "Report",
    "apply_import",
    "bring_in",
    "forget_files",
    "import_city",
    "read_city",
    "start_import",
    "take_up_import",
]
