"""Which modules declare tables? Importing them all completes the metadata (migrations, tests)."""

from importlib import import_module

MODULES = (
    "engage.audit.models",
    "engage.outbox.models",
    "engage.web.idempotency",
    "engage.accounts.models",
    "engage.files.models",
    "engage.places.models",
    "engage.holidays.models",
    "engage.partners.models",
    "engage.agreements.models",
    "engage.seminars.models",
    "engage.registrations.models",
    "engage.proposals.models",
    "engage.feedback.models.templates",
    "engage.feedback.models.threads",
    "engage.feedback.models.moderation",
    "engage.feedback.models.photos",
    "engage.commitments.models",
    "engage.feedback.models.satisfaction",
    "engage.feedback.models.proofs",
    "engage.city.models",
)


def import_all_models() -> None:
    for module in MODULES:
        import_module(module)
