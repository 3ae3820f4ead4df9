"""Are ready words at hand where they fit, kept by supervisors, and said in the language of the thread?"""

from html import unescape
from typing import Any

import pytest

from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import NotAllowed, NotFound, Stale
from engage.feedback import services
from engage.feedback.models.templates import ReplyTemplate
from engage.feedback.queries import get_thread
from engage.feedback.queries.templates import get_reply_template, list_fitting_templates, list_reply_templates
from engage.feedback.services.templates import delete_reply_template, edit_reply_template
from tests.factories import (
    count_rows,
    make_account,
    make_officer,
    make_reply_template,
    make_supervisor,
    make_thread,
)

FORM = {"name.fr": "Patrouille", "body.fr": "Une patrouille passe.\nMerci.", "category": "traffic", "status": ""}


def test_words_are_offered_where_they_fit_the_most_particular_first(app: Any, store: str) -> None:
    officer, thread = make_officer("saiss"), make_thread()
    everywhere = make_reply_template(category=None)
    of_new = make_reply_template(category=None, status="new")
    of_traffic = make_reply_template()
    of_both = make_reply_template(status="new")
    make_reply_template(category="noise")
    make_reply_template(status="answered")
    fitting = list_fitting_templates(officer, get_thread(officer, thread.id))
    assert [one.id for one in fitting] == [of_both, of_traffic, of_new, everywhere]
    services.acknowledge_thread(officer, thread.id)
    fitting = list_fitting_templates(officer, get_thread(officer, thread.id))
    assert [one.id for one in fitting] == [of_traffic, everywhere]


def test_who_does_not_answer_knows_no_words(app: Any) -> None:
    author = make_account()
    thread, template_id = make_thread(by=author), make_reply_template()
    assert list_fitting_templates(author, get_thread(author, thread.id)) == []
    assert list_reply_templates(author).items == []
    with pytest.raises(NotFound):
        get_reply_template(author, template_id)
    other = make_officer("agdal")
    assert list_fitting_templates(other, get_thread(other, thread.id)) == []


def test_only_supervisors_keep_them(app: Any) -> None:
    template_id = make_reply_template()
    with pytest.raises(NotAllowed):
        make_reply_template(by=make_officer())
    with pytest.raises(NotAllowed):
        edit_reply_template(make_officer(), template_id, category="noise")
    with pytest.raises(NotFound):
        delete_reply_template(make_account(), template_id)


def test_two_who_change_it_at_once_lose_nothing(app: Any, store: str) -> None:
    supervisor, template_id = make_supervisor(), make_reply_template()
    assert edit_reply_template(supervisor, template_id, 1, category="noise")
    assert not edit_reply_template(supervisor, template_id, 2, category="noise")
    with pytest.raises(Stale):
        edit_reply_template(supervisor, template_id, 1, category="other")
    with pytest.raises(Stale):
        delete_reply_template(supervisor, template_id, 1)
    delete_reply_template(supervisor, template_id, 2)
    assert count_rows(ReplyTemplate) == 0
    actions = [entry.action for entry in db.session.query(AuditEntry).filter(AuditEntry.subject_id == str(template_id))]
    assert sorted(actions) == ["reply_template.added", "reply_template.deleted", "reply_template.edited"]


def test_a_supervisor_writes_one_on_a_page(browser_of: Any) -> None:
    browser = browser_of(make_supervisor())
    assert browser.post("/reply-templates/new", data=FORM | {"form_key": "a" * 36}).status_code == 303
    kept = db.session.query(ReplyTemplate).one()
    assert (kept.body, kept.category, kept.status) == ({"fr": "Une patrouille passe.\nMerci."}, "traffic", None)
    refused = browser.post(
        f"/reply-templates/{kept.id}/edit", data=FORM | {"body.fr": "", "name.fr": "Autre", "version": 1}
    )
    assert refused.status_code == 422
    assert "Autre" in refused.text
    assert (
        browser.post(f"/reply-templates/{kept.id}/edit", data=FORM | {"name.fr": "Autre", "version": 1}).status_code
        == 303
    )
    db.session.expire_all()
    assert kept.name == {"fr": "Autre"}


@pytest.mark.parametrize(("language", "words"), [("ar", "ستمر دورية هناك."), ("fr", "Une patrouille y passera.")])
def test_the_reply_begins_with_them_in_the_language_of_the_thread(browser_of: Any, language: str, words: str) -> None:
    thread, template_id = make_thread(language=language), make_reply_template()
    page = unescape(
        browser_of(make_officer("saiss", locale="en")).get(f"/feedback/{thread.id}?template={template_id}").text
    )
    assert f">\n{words}</textarea>" in page
    assert "Patrol" in page


def test_words_that_do_not_fit_begin_nothing(browser_of: Any) -> None:
    thread, template_id = make_thread(), make_reply_template(category="noise")
    page = browser_of(make_officer("saiss")).get(f"/feedback/{thread.id}?template={template_id}").text
    assert "Une patrouille" not in unescape(page)
