"""Every write to accounts: opening them, proving who someone is, passwords, and what people change themselves."""

from engage.accounts.services.credentials import (
    Credential,
    create_token,
    end_session,
    forget_expired,
    revoke_token,
    start_session,
)
from engage.accounts.services.opening import create_account, sign_up, verify_address
from engage.accounts.services.passwords import change_password, request_reset, reset_password
from engage.accounts.services.profile import choose_language, edit_profile

__all__ = [
    "Credential",
    "change_password",
    "choose_language",
    "create_account",
    "create_token",
    "edit_profile",
    "end_session",
    "forget_expired",
    "request_reset",
    "reset_password",
    "revoke_token",
    "sign_up",
    "start_session",
    "verify_address",
]
