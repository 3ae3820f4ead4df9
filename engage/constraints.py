"""Which rule did the store just defend? The one table from constraint names to the refusals people read."""

import re

from sqlalchemy import Index, MetaData, UniqueConstraint

from engage.errors import Conflict

CONFLICTS = {
    "ck_seminars_seats_within_capacity": "seats-exhausted",
    "uq_registrations_seminar_id_account_id": "already-registered",
    "uq_registrations_seminar_id_contact_phone": "already-registered",
    "uq_registrations_seminar_id_association_id": "already-registered",
    "uq_associations_receipt_number_receipt_on": "receipt-known",
    "uq_memberships_account_id_association_id": "already-member",
    "uq_mandate_renewals_association_id": "renewal-open",
    "uq_signatures_agreement_id_side_text_hash": "already-signed",
    "uq_saved_filters_account_id_name": "filter-name-taken",
    "uq_venues_code": "code-taken",
    "uq_seminars_reference": "reference-taken",
    "uq_seminar_templates_code": "code-taken",
    "uq_holidays_code": "code-taken",
    "uq_watched_words_stem": "word-known",
    "uq_threads_receipt_hash": "idempotency-key-reused",
    "ex_bookings_venue_id": "venue-taken",
    "ex_bookings_account_id": "officer-taken",
}

# Drawn at random: whoever hits one that is taken draws again.
DRAWN = ("uq_agreements_reference", "uq_registrations_code", "uq_threads_reference")


def is_bad_luck(error: BaseException | None, metadata: MetaData) -> bool:
    """Whether another try of the same transaction draws another code and succeeds."""
    return _constraint_name(error, metadata) in DRAWN


def refusal_of(error: BaseException | None, metadata: MetaData) -> Conflict | None:
    """The domain's word for an integrity error of either driver, or None if the constraint is nobody's rule."""
    name = _constraint_name(error, metadata)
    return Conflict(CONFLICTS[name], constraint=name) if name in CONFLICTS else None


def _constraint_name(error: BaseException | None, metadata: MetaData) -> str:
    diagnostics = getattr(error, "diag", None)
    if diagnostics is not None:
        return str(diagnostics.constraint_name or "")
    return _sqlite_constraint_name(str(error), metadata)


def _sqlite_constraint_name(message: str, metadata: MetaData) -> str:
    """SQLite names CHECKs and says what a trigger says, but of a broken uniqueness it tells the columns only."""
    if re.fullmatch(r"ex_\w+", message):
        return message
    if found := re.search(r"CHECK constraint failed: (\w+)", message):
        return found[1]
    if found := re.search(r"UNIQUE constraint failed: (.+)", message):
        table = found[1].split(".")[0]
        columns = [part.split(".")[1] for part in found[1].split(", ")]
        return _unique_name(table, columns, metadata)
    return ""


def _unique_name(table: str, columns: list[str], metadata: MetaData) -> str:
    known = metadata.tables[table]
    unique: list[UniqueConstraint | Index] = [rule for rule in known.constraints if isinstance(rule, UniqueConstraint)]
    unique += [index for index in known.indexes if index.unique]
    return next((str(rule.name) for rule in unique if [c.name for c in rule.columns] == columns), "")
