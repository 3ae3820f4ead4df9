"""What does each role allow? The whole role model of domain.md §1, as one table."""

from enum import StrEnum


class Role(StrEnum):
    CITIZEN = "citizen"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    COMMUNICATION = "communication"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(StrEnum):
    PLACES_EDIT = "places:edit"
    SEMINARS_PLAN = "seminars:plan"
    REGISTRATIONS_MANAGE = "registrations:manage"
    ASSOCIATIONS_VERIFY = "associations:verify"
    MESSAGES_READ = "messages:read"
    TEMPLATES_EDIT = "templates:edit"
    AGREEMENTS_DRAFT = "agreements:draft"
    AGREEMENTS_SIGN = "agreements:sign"
    THREADS_ANSWER = "threads:answer"
    THREADS_DECIDE = "threads:decide"
    POSTS_MODERATE = "posts:moderate"
    WORDS_WATCH = "words:watch"


PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CITIZEN: frozenset(),
    Role.OFFICER: frozenset(
        {
            Permission.SEMINARS_PLAN,
            Permission.REGISTRATIONS_MANAGE,
            Permission.AGREEMENTS_DRAFT,
            Permission.THREADS_ANSWER,
            Permission.POSTS_MODERATE,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            Permission.SEMINARS_PLAN,
            Permission.REGISTRATIONS_MANAGE,
            Permission.PLACES_EDIT,
            Permission.ASSOCIATIONS_VERIFY,
            Permission.TEMPLATES_EDIT,
            Permission.AGREEMENTS_DRAFT,
            Permission.AGREEMENTS_SIGN,
            Permission.THREADS_ANSWER,
            Permission.THREADS_DECIDE,
            Permission.POSTS_MODERATE,
            Permission.WORDS_WATCH,
        }
    ),
    Role.COMMUNICATION: frozenset({Permission.POSTS_MODERATE, Permission.WORDS_WATCH}),
    Role.ADMINISTRATOR: frozenset({Permission.PLACES_EDIT, Permission.MESSAGES_READ}),
    Role.AUDITOR: frozenset(),
}

# A role given without a district counts in all of them, except where a district is what makes the role.
NEEDS_DISTRICT = frozenset({Role.OFFICER})
