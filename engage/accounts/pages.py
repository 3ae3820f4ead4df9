"""Signing up, in and out, forgotten passwords, and the own account, on pages."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.rules import public, signed_in
from engage.accounts import limits, queries, services
from engage.accounts.devices import device_of
from engage.accounts.passwords import seal
from engage.accounts.schemas import (
    CHANGE_PASSWORD_FORM,
    NEW_PASSWORD_FORM,
    PROFILE_FORM,
    RESET_REQUEST_FORM,
    SIGN_IN_FORM,
    SIGN_UP_FORM,
    VERIFY_FORM,
)
from engage.errors import NotAllowed, NotFound, NotSignedIn
from engage.language import gettext as _
from engage.web import locale
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.rendering import page
from engage.web.security import own_path

blueprint = Blueprint("accounts", __name__)

Shown = str | Answer | tuple[str, int]

WRITTEN_TO = "written_to"  # in the session: the address as it was typed, so that a slip is seen where no letter comes
START = "/start"  # where everyone's work begins; a feature above says what it is


@blueprint.get("/sign-up")
@public
def sign_up() -> Shown:
    return _sign_up_page(Form(SIGN_UP_FORM))


@blueprint.post("/sign-up")
@public
@limits.letters("sign-up")
def submit_sign_up() -> Shown:
    form = Form(SIGN_UP_FORM)
    with form:
        sent = form.read(**_secrets("password"))
        session[WRITTEN_TO] = sent["email"]
        sealed = seal(sent.pop("password"), email=sent["email"])
        return _open_account(password_hash=sealed, goes_on_to=_next(), **sent)
    return _sign_up_page(form)


@idempotent
def _open_account(**details: Any) -> Answer:
    """Claims the key after the password was hashed: the store is not kept waiting for that."""
    services.sign_up(actor(), **details)
    return redirect(url_for(".sign_up_sent"), 303)


@blueprint.get("/sign-up/sent")
@public
def sign_up_sent() -> Shown:
    return page("accounts/sign_up_sent.html", written_to=session.get(WRITTEN_TO))


@blueprint.get("/verify/<string(maxlength=100):token>")
@public
def ask_verify(token: str) -> Answer:
    return _verify_page(token, Form(VERIFY_FORM))


@blueprint.post("/verify/<string(maxlength=100):token>")
@public
def verify_address(token: str) -> Answer:
    form = Form(VERIFY_FORM)
    with form:
        services.verify_address(actor(), token)
        flash(_("Your address is confirmed. You can sign in now."))
        return redirect(url_for(".sign_in", next=_next()), 303)
    return _verify_page(token, form)


@blueprint.get("/sign-in")
@public
def sign_in() -> Shown:
    return redirect(_destination()) if actor().is_authenticated else _sign_in_page(Form(SIGN_IN_FORM))


@blueprint.post("/sign-in")
@public
@limits.guesses
def submit_sign_in() -> Shown:
    form = Form(SIGN_IN_FORM)
    with form:
        return _let_in(_start_session(**form.read(**_secrets("password"))))
    return _sign_in_page(form)


@blueprint.post("/sign-out")
@public
def sign_out() -> Answer:
    with suppress(NotFound):  # pressed twice
        if actor().is_authenticated:
            services.end_session(actor(), actor().credential_id)
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for(".sign_in"), 303)


@blueprint.get("/reset")
@public
def ask_reset() -> Shown:
    return _ask_reset_page(Form(RESET_REQUEST_FORM))


@blueprint.post("/reset")
@public
@limits.letters("reset")
def request_reset() -> Shown:
    form = Form(RESET_REQUEST_FORM)
    with form:
        sent = form.read()
        services.request_reset(actor(), **sent)
        session[WRITTEN_TO] = sent["email"]
        return redirect(url_for(".reset_sent"), 303)
    return _ask_reset_page(form)


@blueprint.get("/reset/sent")
@public
def reset_sent() -> Shown:
    return page("accounts/reset_sent.html", written_to=session.get(WRITTEN_TO))


@blueprint.get("/reset/<string(maxlength=100):token>")
@public
def reset(token: str) -> Answer:
    return _reset_page(token, Form(NEW_PASSWORD_FORM))


@blueprint.post("/reset/<string(maxlength=100):token>")
@public
@limits.letters("reset")
def set_password(token: str) -> Answer:
    form = Form(NEW_PASSWORD_FORM)
    with form:
        services.reset_password(actor(), token, **form.read(**_secrets("password")))
        session.clear()
        flash(_("Your password is changed. Sign in with the new one."))
        return redirect(url_for(".sign_in"), 303)
    return _reset_page(token, form)


@blueprint.get("/account")
@signed_in
def account() -> Shown:
    return _account_page()


@blueprint.post("/account")
@signed_in
def save_account() -> Shown:
    form = Form(PROFILE_FORM)
    with form:
        services.edit_profile(actor(), **form.read())
        flash(_("The changes are kept."))
        return _to_account()
    return _account_page(form)


@blueprint.get("/account/password")
@signed_in
def ask_password() -> Shown:
    return _password_page(Form(CHANGE_PASSWORD_FORM))


@blueprint.post("/account/password")
@signed_in
@limits.guesses
def change_password() -> Shown:
    form = Form(CHANGE_PASSWORD_FORM)
    with form:
        services.change_password(actor(), **form.read(**_secrets("present_password", "password")))
        flash(_("Your password is changed. Other browsers are signed out."))
        return _to_account()
    return _password_page(form)


@blueprint.post("/account/sessions/<uuid:session_id>/end")
@signed_in
def end_session(session_id: UUID) -> Shown:
    services.end_session(actor(), session_id)
    flash(_("That browser is signed out."))
    return _to_account()


@blueprint.post("/account/tokens/<uuid:token_id>/revoke")
@signed_in
def revoke_token(token_id: UUID) -> Shown:
    services.revoke_token(actor(), token_id)
    flash(_("The token no longer works."))
    return _to_account()


@blueprint.post("/language/<any(ar, fr, en):locale_code>")
@public
def switch_language(locale_code: str) -> Answer:
    if actor().is_authenticated:
        services.choose_language(actor(), locale_code)
    answer = make_response(redirect(own_path(request.values.get("next")) or "/", 303))
    locale.remember(answer, locale_code)
    return answer


def _secrets(*names: str) -> dict[str, str]:
    """Passwords as they were typed: spaces at their ends belong to them."""
    return {name: request.form.get(name, "") for name in names}


def _start_session(email: str, password: str) -> services.Credential:
    device = device_of(request.headers.get("User-Agent", ""))
    try:
        return services.start_session(actor(), email=email, password=password, device=device)
    except NotSignedIn as refused:  # of a page, 401 would ask the browser for its own dialogue (RFC 9110 §15.5.2)
        raise NotAllowed(refused.type) from None


def _let_in(credential: services.Credential) -> Answer:
    session.clear()  # nothing that was in the browser before goes on
    session[queries.SID] = credential.token
    answer = make_response(redirect(_destination(), 303))
    if locale.COOKIE not in request.cookies:
        locale.remember(answer, credential.locale)
    return answer


def _destination() -> str:
    return _next() or START


def _next() -> str | None:
    """Where somebody was on the way to, before an account was asked for."""
    return own_path(request.values.get("next"))


def _to_account() -> Answer:
    return redirect(url_for(".account"), 303)


def _sign_up_page(form: Form) -> Shown:
    return page("accounts/sign_up.html", form=form, next=_next()), form.status


def _sign_in_page(form: Form) -> Shown:
    return page("accounts/sign_in.html", form=form, next=_next()), form.status


def _ask_reset_page(form: Form) -> Shown:
    return page("accounts/ask_reset.html", form=form), form.status


def _verify_page(token: str, form: Form) -> Answer:
    return _link_page("verify", token, form)


def _reset_page(token: str, form: Form) -> Answer:
    return _link_page("reset", token, form)


def _link_page(purpose: str, token: str, form: Form) -> Answer:
    """The page behind a link of a letter. Showing it uses nothing up, and its address goes nowhere else."""
    is_open = queries.find_holder_of_link(actor(), purpose, token) is not None
    shown = page(f"accounts/{purpose}.html", form=form, is_open=is_open)
    answer = make_response(shown, form.status if is_open or form.status >= 400 else 410)
    answer.headers.update({"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})
    return answer


def _account_page(form: Form | None = None) -> Shown:
    mine = queries.get_account(actor())
    form = form or Form(PROFILE_FORM, {"display_name": mine.display_name, "locale": mine.locale, "phone": mine.phone})
    sessions, tokens = queries.list_sessions(actor()), queries.list_tokens(actor())
    return page("accounts/account.html", form=form, account=mine, sessions=sessions, tokens=tokens), form.status


def _password_page(form: Form) -> Shown:
    return page("accounts/password.html", form=form), form.status
