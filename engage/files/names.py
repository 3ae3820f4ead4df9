"""How is a file called, when its name comes from a stranger?"""

import re
import unicodedata

from engage.errors import Invalid
from engage.language import gettext as _
from engage.text import has_forbidden_characters, is_visible

MAX_NAME = 200
# What joins letters or keeps them apart, and marks of direction, belong to writing; these only hide a difference.
_UNSEEN = re.compile("[\n\t\u00ad\u180e\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_UP = re.compile(r"(^|[/\\])\.\.([/\\]|$)")


def shown_name(sent: str, ending: str) -> str:
    """The last part of a name, with the ending of what the file really is. Raises Invalid for one made to deceive."""
    if _UP.search(sent):
        raise Invalid({"file": [_("The name of this file leads to another folder. Give it a plain name.")]})
    if has_forbidden_characters(sent) or _UNSEEN.search(sent):
        raise Invalid({"file": [_("The name of this file holds invisible characters. Give it a plain name.")]})
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", sent)[-1]).strip()
    stem = (name[: -len(ending)] if name.lower().endswith(ending) else name).strip(" .")
    return (stem[: MAX_NAME - len(ending)] if is_visible(stem) else _("file")) + ending
