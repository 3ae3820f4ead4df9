"""Who says that words should not stand there, what do moderators do about it, and what can be said against that?"""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response as Answer

from engage.access.guard import actor
from engage.access.permissions import Permission
from engage.access.rules import public, requires
from engage.accounts import limits
from engage.errors import NotFound
from engage.feedback import queries, services
from engage.feedback.pages import blueprint
from engage.feedback.pages.speaking import Step
from engage.feedback.redaction import suggested, without
from engage.feedback.schemas.moderation import (
    APPEAL_INPUT,
    CASE_FILTER,
    GROUND_FORM,
    MAY_REASON_INPUT,
    REDACT_FORM,
    WATCHED_WORD_FILTER,
    WATCHED_WORD_INPUT,
)
from engage.feedback.schemas.steps import REASON_INPUT
from engage.language import Lazy
from engage.language import gettext as _
from engage.seminars.schemas import NO_INPUT
from engage.settings import current_settings
from engage.web.forms import Form
from engage.web.idempotency import idempotent
from engage.web.input import understood_query
from engage.web.rendering import page

Shown = str | Answer | tuple[str, int]

MODERATION = {
    "release": Step(NO_INPUT, services.release_post, Lazy("Everyone can read it now.")),
    "hide": Step(GROUND_FORM, services.hide_post, Lazy("Hidden. Whoever wrote it is told, and may appeal.")),
    "dismiss": Step(MAY_REASON_INPUT, services.dismiss_reports, Lazy("The words stand. The reports are settled.")),
    "restore": Step(MAY_REASON_INPUT, services.restore_post, Lazy("Restored. Whoever wrote it is told.")),
    "uphold": Step(REASON_INPUT, services.uphold_hiding, Lazy("It stays hidden. Whoever wrote it is told why.")),
}


@blueprint.get("/feedback/moderation")
@requires(Permission.POSTS_MODERATE)
def moderation() -> str:
    sent = understood_query(CASE_FILTER)
    found, counts = queries.list_cases(actor(), **sent), queries.count_cases(actor())
    photos = queries.photos_with(actor(), [case.id for case in found.items])
    return page("feedback/moderation.html", page=found, photos=photos, counts=counts, which=sent.get("which") or "")


@blueprint.get("/posts/<uuid:post_id>/moderate")
@requires(Permission.POSTS_MODERATE)
def show_case(post_id: UUID) -> Shown:
    return _case_page(post_id)


@blueprint.post(f"/posts/<uuid:post_id>/moderate/<any({','.join(MODERATION)}):move>")
@requires(Permission.POSTS_MODERATE)
@idempotent
def moderate(post_id: UUID, move: str) -> Shown:
    schema, act, told = MODERATION[move]
    form = Form(schema)
    with form:
        act(actor(), post_id, **form.read())
        flash(str(told))
        return redirect(url_for(".moderation"), 303)
    return _case_page(post_id, form, move)


def _case_page(post_id: UUID, refused: Form | None = None, move: str = "") -> Shown:
    case = queries.get_case(actor(), post_id)
    shown = {"case": case, "photos": queries.photos_with(actor(), [post_id]), "refused": refused, "move": move}
    return page("feedback/case.html", **shown), refused.status if refused else 200


@blueprint.get("/posts/<uuid:post_id>/redact")
@requires(Permission.POSTS_MODERATE)
def ask_redaction(post_id: UUID) -> Shown:
    return _redaction_page(post_id, Form(REDACT_FORM))


@blueprint.post("/posts/<uuid:post_id>/redact")
@requires(Permission.POSTS_MODERATE)
def redact(post_id: UUID) -> Shown:
    form = Form(REDACT_FORM)
    with form:
        services.redact_post(actor(), post_id, **form.read())
        flash(_("Others read it like this now. What was written is kept."))
        return redirect(url_for(".show_case", post_id=post_id), 303)
    return _redaction_page(post_id, form)


def _redaction_page(post_id: UUID, form: Form) -> Shown:
    """The words with a mark where something seems to point at a person; whoever looks decides."""
    case = queries.get_case(actor(), post_id)
    texts = {"body": case.body} | ({"subject": case.subject, "place": case.place} if case.is_opening else {})
    form.initial = {name: getattr(case, f"public_{name}") or _proposed(text) for name, text in texts.items()}
    return page("feedback/redact.html", case=case, form=form, spots=_spots), form.status


def _proposed(text: str | None) -> str:
    return without(text, suggested(text, current_settings().country)) if text else ""


def _spots(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, and of each whether it seems to point at a person."""
    pieces, at = list[tuple[str, bool]](), 0
    for start, end in suggested(text, current_settings().country):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [*pieces, (text[at:], False)]


@blueprint.get("/posts/<uuid:post_id>/report")
@public
def ask_report(post_id: UUID) -> Shown:
    return _report_page(post_id, Form(GROUND_FORM))


@blueprint.post("/posts/<uuid:post_id>/report")
@public
@limits.posts("reports")
def report(post_id: UUID) -> Shown:
    form = Form(GROUND_FORM)
    with form:
        services.report_post(actor(), post_id, network=limits.network(), **form.read())
        flash(_("Thank you. A moderator will look at it."))
        return redirect(url_for(".show", thread_id=queries.get_post(actor(), post_id).thread_id), 303)
    return _report_page(post_id, form)


def _report_page(post_id: UUID, form: Form) -> Shown:
    return page("feedback/report.html", post=queries.get_post(actor(), post_id), form=form), form.status


@blueprint.get("/posts/<uuid:post_id>/appeal")
@public
def ask_appeal(post_id: UUID) -> Shown:
    return _appeal_page(post_id, Form(APPEAL_INPUT))


@blueprint.post("/posts/<uuid:post_id>/appeal")
@public
def appeal(post_id: UUID) -> Shown:
    form = Form(APPEAL_INPUT)
    with form:
        services.appeal_hiding(actor(), post_id, appeal=form.read()["reason"])
        flash(_("Your appeal is kept. Another moderator than the one who hid your words decides."))
        return redirect(url_for(".ask_appeal", post_id=post_id), 303)
    return _appeal_page(post_id, form)


def _appeal_page(post_id: UUID, form: Form) -> Shown:
    """For whoever wrote it, while it is hidden. Raises NotFound."""
    post = queries.get_post(actor(), post_id)
    hiding = queries.find_hiding(actor(), post)
    if hiding is None:
        raise NotFound
    return page("feedback/appeal.html", post=post, hiding=hiding, form=form), form.status


@blueprint.get("/feedback/watched-words")
@requires(Permission.WORDS_WATCH)
def watched_words() -> Shown:
    return _words_page(Form(WATCHED_WORD_INPUT))


@blueprint.post("/feedback/watched-words")
@requires(Permission.WORDS_WATCH)
@idempotent
def watch_word() -> Shown:
    form = Form(WATCHED_WORD_INPUT, told_at={"word-known": "word"})
    with form:
        services.watch_word(actor(), **form.read())
        flash(_("What people write with this word for all to read waits for a look from now on."))
        return redirect(url_for(".watched_words"), 303)
    return _words_page(form)


@blueprint.post("/feedback/watched-words/<uuid:word_id>/remove")
@requires(Permission.WORDS_WATCH)
def unwatch_word(word_id: UUID) -> Answer:
    services.unwatch_word(actor(), word_id)
    flash(_("This word is watched no longer."))
    return redirect(url_for(".watched_words"), 303)


def _words_page(form: Form) -> Shown:
    found = queries.list_watched_words(actor(), **understood_query(WATCHED_WORD_FILTER))
    return page("feedback/watched_words.html", page=found, form=form), form.status
