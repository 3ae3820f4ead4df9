"""In which words is a file refused?"""

from engage.errors import Invalid
from engage.language import Lazy
from engage.language import gettext as _

DAMAGED = Lazy("This file is damaged, or it is not what it says it is. Save it again and send the new one.")
LOCKED = Lazy("This file is locked with a password. Save it without one.")
ACTIVE = Lazy("This file holds a program or a form that acts by itself. Save it as a plain PDF.")
FILLED = Lazy("This file holds other files. Save it as a plain PDF and send the others by themselves.")
REACHING = Lazy("This document takes parts of itself from elsewhere. Save it as a plain PDF.")
SWOLLEN = Lazy("This file unpacks to more than a paper holds.")


def refused(words: str) -> Invalid:
    return Invalid({"file": [str(words)]})


def too_many_pages(most: int) -> Invalid:
    return refused(_("There are more than %(most)s pages. Send them in several files.", most=most))
