"""What every change of an association goes through: its row's lock, its rules, its names as others look for them."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select

from engage import clock
from engage.access.actor import Actor
from engage.audit.services import record
from engage.database import db, insert_new
from engage.errors import Invalid, Stale
from engage.language import LOCALES
from engage.language import gettext as _
from engage.likeness import parts_of
from engage.partners.models import Association, AssociationNamePart
from engage.places.queries import district_names
from engage.settings import current_settings
from engage.text import fold, western_digits

NAME_KEY_LENGTH = 400
LEGAL_FACTS = frozenset({"name", "receipt_number", "receipt_on", "founded_on", "mandate_expires_on"})
_RULED = LEGAL_FACTS | {"districts"}
_NOT_IN_THE_TRAIL = ("phone", "email", "address", "answer")  # often somebody's own


def check_version(association: Association, version: int | None) -> None:
    if version is not None and version != association.version:
        raise Stale


def change(actor: Actor, association: Association, action: str, changes: dict[str, Any]) -> bool:
    """Change a locked association and write it into the trail; whether anything is different now."""
    before = {name: getattr(association, name) for name in changes}
    if before == changes:
        return False
    with db.session.no_autoflush:  # nothing reaches the store before it was checked
        for name, value in changes.items():
            setattr(association, name, value)
        association.version += 1
        if changes.keys() & _RULED:
            check(association)
    db.session.flush()
    if association.name != before.get("name", association.name):
        keep_parts([association])
    record(actor, action, association.id, before=audited(before), after=audited(changes))
    return True


def check(association: Association) -> None:
    """Every rule that an association can break, and the key by which it is found."""
    association.receipt_number = plain_receipt(association.receipt_number)
    if any(code not in district_names() for code in association.districts):
        raise Invalid({"districts": [_("This district does not exist.")]})
    if association.founded_on > association.receipt_on:
        raise Invalid({"founded_on": [_("It cannot be founded after its receipt was given.")]})
    if association.receipt_on > clock.today(current_settings().timezone):
        raise Invalid({"receipt_on": [_("This day is still to come.")]})
    if association.mandate_expires_on <= association.receipt_on:
        raise Invalid({"mandate_expires_on": [_("The mandate ends after the day of the receipt.")]})
    association.name_key = fold(" ".join(_names(association)))[:NAME_KEY_LENGTH]


def plain_receipt(number: str) -> str:
    """A receipt's number in one spelling: western digits, no spaces around a stroke."""
    return re.sub(r"\s*([/-])\s*", r"\1", " ".join(western_digits(number).split()))


def keep_parts(associations: Iterable[Association]) -> None:
    """Let associations be found by what one hears of their names. They must be in the store already."""
    parts = {one.id: sorted({part for name in _names(one) for part in parts_of(name)}) for one in associations}
    db.session.execute(delete(AssociationNamePart).where(AssociationNamePart.association_id.in_(parts)))
    insert_new(
        AssociationNamePart, [{"part": part, "association_id": key} for key, found in parts.items() for part in found]
    )


def remember_names(actor: Actor, most: int = 1000) -> int:
    """Cut the names of associations that came before there were look-alikes; how many there were."""
    known = select(AssociationNamePart.association_id)
    found = db.session.scalars(select(Association).where(Association.id.not_in(known)).limit(most)).all()
    keep_parts(found)
    return len(found)


def audited(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in _NOT_IN_THE_TRAIL}


def _names(association: Association) -> list[str]:
    return [association.name[code] for code in LOCALES if code in association.name]
