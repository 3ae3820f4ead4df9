"""Who is asking? One immutable value for a request or a job, read from the store in one statement."""

from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from engage.access.permissions import NEEDS_DISTRICT, PERMISSIONS, Permission, Role


@dataclass(frozen=True)
class Grant:
    """A role, in one district or (None) in all of them."""

    role: Role
    district: str | None = None

    def allows(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role] and not (self.role in NEEDS_DISTRICT and self.district is None)


@dataclass(frozen=True)
class Actor:
    """A person, or the visitor nobody knows (`id` None). Has the four members that Flask-Login asks for."""

    id: UUID | None = None
    display_name: str = ""
    email: str = field(default="", repr=False)
    locale: str = "ar"
    phone: str | None = field(default=None, repr=False)
    grants: tuple[Grant, ...] = ()
    credential_id: UUID | None = None
    may_write: bool = True
    opened_thread: UUID | None = None  # by its receipt, beside whoever is signed in

    @property
    def is_authenticated(self) -> bool:
        return self.id is not None

    @property
    def is_anonymous(self) -> bool:
        return self.id is None

    @property
    def is_active(self) -> bool:
        return self.id is not None

    def get_id(self) -> str | None:
        return None if self.id is None else str(self.id)

    @property
    def account_id(self) -> UUID:
        """The account of someone who is signed in; asking it of a visitor is a fault of the program."""
        if self.id is None:
            raise LookupError("a visitor has no account")
        return self.id

    def can(self, permission: Permission) -> bool:
        """Whether the permission is held anywhere at all."""
        return any(grant.allows(permission) for grant in self.grants)

    def can_in(self, permission: Permission, district: str | None) -> bool:
        """Of what lies in no district (None), whoever holds the permission everywhere."""
        return any(grant.allows(permission) and grant.district in (None, district) for grant in self.grants)

    def districts_with(self, permission: Permission) -> frozenset[str] | None:
        """The codes of the districts where the permission is held; None means all of them."""
        districts = {grant.district for grant in self.grants if grant.allows(permission)}
        return None if None in districts else frozenset(d for d in districts if d)

    def has_role(self, role: Role) -> bool:
        return any(grant.role is role for grant in self.grants)

    @classmethod
    def system(cls) -> Self:
        """The commands of whoever runs the installation: everything, everywhere, in nobody's name."""
        return cls(display_name="system", grants=(Grant(Role.SUPERVISOR), Grant(Role.ADMINISTRATOR)))


VISITOR = Actor()
