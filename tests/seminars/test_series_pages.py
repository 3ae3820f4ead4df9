"""Do pages and programs plan and change seminars that repeat, without losing a word or touching what nobody meant?"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from engage.access.actor import Actor
from engage.database import db, new_id
from engage.seminars import services
from engage.seminars.models import Seminar, SeminarTemplate
from engage.seminars.schemas.series import TypedDates
from engage.transaction import transaction
from tests.clients import Client
from tests.factories import count_rows, make_officer, make_seminar, make_supervisor, make_template, make_venue
from tests.seminars.test_planning_pages import errors_of, form_of
from tests.seminars.test_series import members, plan

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]


def new_form(**details: Any) -> dict[str, Any]:
    words = {"title.fr": "Bon usage d’Internet", "theme": "cyber", "audiences": ["parents"], "languages": ["ar"]}
    seats = {"capacity": "40", "max_party_size": "20", "waiting_list": "strict", "visibility": "public"}
    times = {"day": "2026-12-03", "start_clock": "15:00", "end_clock": "17:00", "repeat": "none", "form_key": "once"}
    return {**words, **seats, **times, "venue_id": str(make_venue().id), **details}


def days() -> list[str]:
    db.session.rollback()
    return sorted(one.local_start.date().isoformat() for one in db.session.query(Seminar))


class TestNewPage:
    @pytest.mark.parametrize(
        ("repeated", "expected"),
        [
            ({}, ["2026-12-03"]),
            ({"repeat": "weekly", "repeat_until": "2026-12-18"}, ["2026-12-03", "2026-12-10", "2026-12-17"]),
            (
                {"repeat": "dates", "repeat_dates": "10/12/2026\r\n٢٠٢٦-١٢-٠٥, 3/12/2026\r\n"},
                ["2026-12-03", "2026-12-05", "2026-12-10"],
            ),
            ({"repeat": "dates", "repeat_dates": "10/12/2026"}, ["2026-12-03", "2026-12-10"]),
            ({"repeat": "none", "repeat_until": "2026-12-18", "repeat_dates": "10/12/2026"}, ["2026-12-03"]),
        ],
    )
    def test_it_repeats_as_it_is_told(self, browser_of: Opening, repeated: dict, expected: list[str]) -> None:
        answer = browser_of(make_officer("saiss")).post("/seminars/new", data=new_form(**repeated))
        assert answer.status_code == 303
        assert days() == expected

    @pytest.mark.parametrize(
        ("repeated", "field"),
        [
            ({"repeat": "weekly"}, "repeat_until"),
            ({"repeat": "weekly", "repeat_until": "2026-12-01"}, "repeat_until"),
            ({"repeat": "weekly", "repeat_until": "2030-12-01"}, "repeat_until"),
            ({"repeat": "dates", "repeat_dates": "10/12/2026\nsoon"}, "repeat_dates"),
            ({"repeat": "dates", "repeat_dates": ""}, "repeat_dates"),
            ({"repeat": "dates", "repeat_dates": "31/2/2027"}, "repeat_dates"),
            ({"repeat": "dates", "repeat_dates": "10/12/1999"}, "repeat_dates"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field_and_no_word_is_lost(
        self, browser_of: Opening, repeated: dict, field: str
    ) -> None:
        refused = browser_of(make_officer("saiss")).post("/seminars/new", data=new_form(**repeated))
        assert refused.status_code == 422
        assert errors_of(refused.text) == [field]
        assert f'id="{field}-error"' in refused.text
        assert "Bon usage d’Internet" in refused.text and repeated.get(field, "") in refused.text
        assert count_rows(Seminar) == 0

    def test_the_day_that_is_refused_is_named(self, browser_of: Opening) -> None:
        clocks = {"day": "2026-03-08", "start_clock": "02:30", "end_clock": "04:00"}
        sent = new_form(**clocks, repeat="weekly", repeat_until="2026-03-29")
        refused = browser_of(make_officer("saiss")).post("/seminars/new?lang=en", data=sent)
        assert errors_of(refused.text) == ["start_clock"]
        assert "22 March 2026" in refused.text

    def test_it_begins_like_another_seminar(self, browser_of: Opening) -> None:
        seminar = make_seminar("Rencontre", summary={"ar": "ملخص"}, capacity=33)
        browser = browser_of(make_officer("saiss"))
        form = form_of(browser, f"/seminars/new?from={seminar.id}")
        assert (form["title.fr"], form["summary.ar"], form["capacity"]) == (["Rencontre"], ["ملخص"], ["33"])
        assert (form["day"], form["start_clock"], form["end_clock"]) == ([""], ["15:00"], ["17:00"])
        assert form["venue_id"] == [str(seminar.venue_id)]
        assert "version" not in form
        answer = browser.post("/seminars/new", data={**form, "day": "2026-12-20"})
        assert answer.status_code == 303
        assert days() == ["2026-12-10", "2026-12-20"]

    def test_not_like_one_of_another_district(self, browser_of: Opening) -> None:
        seminar, draft = make_seminar(), make_seminar(published=False)
        browser = browser_of(make_officer("agdal"))
        assert browser.get(f"/seminars/new?from={seminar.id}").status_code == 403
        assert browser.get(f"/seminars/new?from={draft.id}").status_code == 404
        assert browser.get("/seminars/new?from=that").status_code == 422

    def test_it_begins_with_a_template(self, browser_of: Opening) -> None:
        template = make_template(title={"fr": "En ligne"}, approval_required=True)
        browser = browser_of(make_officer("saiss"))
        form = form_of(browser, f"/seminars/new?template={template.id}")
        assert (form["title.fr"], form["theme"], form["capacity"]) == (["En ligne"], ["cyber"], ["30"])
        assert (form["start_clock"], form["end_clock"], form["day"]) == (["10:00"], ["11:30"], [""])
        assert form["audiences"] == ["", "parents"] and "approval_required" in form
        assert f'value="{template.id}" selected' in browser.get(f"/seminars/new?template={template.id}").text


@given(st.text(max_size=300) | st.from_regex(r"(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\s?){1,5}", fullmatch=True))
def test_whatever_stands_for_dates_is_dates_or_refused(typed: str) -> None:
    try:
        read = TypedDates().deserialize(typed)
    except ValidationError:
        return
    assert all(date(2000, 1, 1) <= day <= date(2100, 12, 31) for day in read)


class TestEditPage:
    def form(self, browser: Client, path: str) -> dict[str, Any]:
        form = form_of(browser, path)
        assert form["scope"] == ["one"]
        return form

    @pytest.mark.parametrize(
        ("scope", "expected"), [("one", [40, 30, 40]), ("following", [40, 30, 30]), ("all", [30, 30, 30])]
    )
    def test_it_asks_which_of_the_series(self, browser_of: Opening, scope: str, expected: list[int]) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[1].id}/edit"
        sent = {**self.form(browser, path), "scope": scope, "capacity": "30"}
        assert browser.post(path, data=sent).status_code == 303
        assert [one.capacity for one in members(series_id)] == expected

    @pytest.mark.parametrize("scope", ["one", "following", "all"])
    def test_sent_as_it_was_shown_it_changes_nothing(self, browser_of: Opening, scope: str) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[1].id}/edit"
        before = members(series_id)
        assert browser.post(path, data={**self.form(browser, path), "scope": scope}).status_code == 303
        assert members(series_id) == before

    def test_whoever_comes_too_late_changes_none(self, browser_of: Opening) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        second = members(series_id)[1]
        form = self.form(browser, f"/seminars/{second.id}/edit")
        with transaction():
            services.edit_seminar(Actor.system(), second.id, theme="drugs")
        refused = browser.post(f"/seminars/{second.id}/edit", data={**form, "scope": "all", "capacity": "30"})
        assert refused.status_code == 412
        assert 'value="30"' in refused.text
        assert [one.capacity for one in members(series_id)] == [40, 40, 40]

    def test_a_seminar_alone_is_not_asked(self, browser_of: Opening) -> None:
        seminar = make_seminar()
        assert "scope" not in form_of(browser_of(make_officer("saiss")), f"/seminars/{seminar.id}/edit")


class TestSeriesPages:
    def test_the_page_of_one_shows_all(self, browser_of: Opening, client: Client) -> None:
        series_id = plan()
        with transaction():
            services.publish_seminar(Actor.system(), members(series_id)[0].id)
        first, second, third = members(series_id)
        shown = browser_of(make_officer("saiss")).get(f"/seminars/{first.id}").text
        assert all(f'href="/seminars/{one.id}"' in shown for one in (second, third))
        assert all(f'href="/seminars/{first.id}/series/{step}"' in shown for step in ("publish", "move", "cancel"))
        assert "/series/" not in client.get(f"/seminars/{first.id}").text
        assert "/series/" not in browser_of(make_officer("agdal")).get(f"/seminars/{first.id}").text

    def test_the_drafts_are_published(self, browser_of: Opening) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[1].id}/series/publish"
        assert browser.post(path, data=form_of(browser, path)).status_code == 303
        assert [one.status for one in members(series_id)] == ["draft", "published", "published"]
        assert browser.post(path, data=form_of(browser, path)).status_code == 409  # nothing is left to publish

    def test_some_move(self, browser_of: Opening) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[1].id}/series/move"
        sent = {**form_of(browser, path), "days": "٧", "start_clock": "9h30"}
        assert browser.post(path, data=sent).status_code == 303
        assert [f"{one.local_start:%d %H:%M}" for one in members(series_id)] == ["03 15:00", "17 09:30", "24 09:30"]

    def test_sent_twice_they_move_once(self, browser_of: Opening) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[1].id}/series/move"
        sent = {**form_of(browser, path), "days": "1"}
        assert [browser.post(path, data=sent).status_code for _twice in range(2)] == [303, 303]
        assert [one.local_start.day for one in members(series_id)] == [3, 11, 18]

    @pytest.mark.parametrize("step", ["publish", "move", "cancel"])
    def test_whoever_comes_too_late_is_told(self, browser_of: Opening, step: str) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[1].id}/series/{step}"
        form = {**form_of(browser, path), "days": "7", "reason": "Travaux"}
        with transaction():
            services.move_series(Actor.system(), series_id, days=7)
        before = members(series_id)
        assert browser.post(path, data=form).status_code == 412
        assert members(series_id) == before
        assert browser.post(path, data={**form_of(browser, path), "reason": "Travaux"}).status_code == 303

    def test_a_move_that_is_refused_keeps_its_words(self, browser_of: Opening) -> None:
        series_id, small = plan(), make_venue(capacity=10)
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[0].id}/series/move"
        sent = {**form_of(browser, path), "scope": "all", "days": "1", "venue_id": str(small.id)}
        refused = browser.post(path, data=sent)
        assert refused.status_code == 422
        assert errors_of(refused.text) == ["venue_id"]
        assert f'value="{small.id}" selected' in refused.text and 'value="1"' in refused.text

    def test_what_remains_is_called_off(self, browser_of: Opening) -> None:
        series_id = plan()
        browser = browser_of(make_officer("saiss"))
        path = f"/seminars/{members(series_id)[1].id}/series/cancel"
        form = form_of(browser, path)
        assert errors_of(browser.post(path, data=form).text) == ["reason"]
        assert browser.post(path, data={**form, "reason": "Travaux"}).status_code == 303
        assert [one.status for one in members(series_id)] == ["draft", "cancelled", "cancelled"]

    def test_a_seminar_alone_has_no_such_page(self, browser_of: Opening) -> None:
        browser = browser_of(make_officer("saiss"))
        assert browser.get(f"/seminars/{make_seminar().id}/series/move").status_code == 404


class TestDrafts:
    def test_the_selected_are_published(self, browser_of: Opening) -> None:
        venue = make_venue()
        first, second = (make_seminar(f"{n}", venue=venue, published=False) for n in range(2))
        browser = browser_of(make_officer("saiss"))
        assert browser.post("/seminars/drafts", data={"ids": ["", str(first.id)]}).status_code == 303
        shown = browser.get("/seminars/drafts").text
        assert str(first.id) not in shown and str(second.id) in shown

    def test_none_selected_is_told(self, browser_of: Opening) -> None:
        make_seminar(published=False)
        refused = browser_of(make_officer("saiss")).post("/seminars/drafts", data={"ids": ""})
        assert (refused.status_code, errors_of(refused.text)) == (422, ["ids"])

    def test_one_refused_and_the_choice_stands(self, browser_of: Opening) -> None:
        venue = make_venue()
        draft, quicker = (make_seminar(title, venue=venue, published=False) for title in ("A", "Déjà publiée"))
        with transaction():
            services.publish_seminar(Actor.system(), quicker.id)
        chosen = {"ids": ["", str(draft.id), str(quicker.id)]}
        refused = browser_of(make_officer("saiss")).post("/seminars/drafts", data=chosen)
        assert refused.status_code == 409
        assert "Déjà publiée" in refused.text and " checked" in refused.text
        assert count_rows(Seminar, Seminar.status == "published") == 1

    def test_page_after_page(self, browser_of: Opening) -> None:
        venue = make_venue()
        for number in range(3):
            make_seminar(f"{number}", venue=venue, published=False)
        browser = browser_of(make_officer("saiss"))
        shown = browser.get("/seminars/drafts?limit=2").text
        following = shown.partition('<a class="page-link"')[2].partition('href="')[2].partition('"')[0]
        assert shown.count('type="checkbox"') == 2
        assert browser.get(following.replace("&amp;", "&")).text.count('type="checkbox"') == 1

    def test_however_many_it_costs_the_same(self, browser_of: Opening, count_statements: Any) -> None:
        browser = browser_of(make_officer("saiss"))
        plan(until=None)
        browser.get("/seminars/drafts")
        for path in ("/seminars/drafts", f"/seminars/{db.session.query(Seminar.id).first()[0]}"):
            with count_statements() as statements:
                assert browser.get(path).status_code == 200
            assert len(statements) <= 5, statements


class TestTemplatePages:
    def test_a_seminar_is_kept(self, browser_of: Opening) -> None:
        seminar, browser = make_seminar(), browser_of(make_officer("saiss"))
        path = f"/seminars/{seminar.id}/template"
        form = form_of(browser, path)
        assert form["name.fr"] == [seminar.title["fr"]]
        for _twice in range(2):
            assert browser.post(path, data={**form, "name.fr": "Parents"}).status_code == 303
        assert count_rows(SeminarTemplate) == 1
        shown = browser.get("/seminar-templates?lang=fr").text
        assert "Parents" in shown and "/delete" not in shown and "/edit" not in shown

    def test_a_supervisor_renames_and_deletes(self, browser_of: Opening) -> None:
        template, browser = make_template(), browser_of(make_supervisor())
        path = f"/seminar-templates/{template.id}"
        form = form_of(browser, f"{path}/edit")
        assert browser.post(f"{path}/edit", data={**form, "name.fr": "Autrement"}).status_code == 303
        assert browser.post(f"{path}/edit", data={**form, "name.fr": "Trop tard"}).status_code == 412
        assert "Autrement" in browser.get("/seminar-templates").text
        assert browser.post(f"{path}/delete", data=form_of(browser, f"{path}/delete")).status_code == 303
        assert browser.get(f"{path}/edit").status_code == 404


class TestPrograms:
    def body(self, **details: Any) -> dict[str, Any]:
        words = {"title": {"fr": "Bon usage"}, "theme": "cyber", "audiences": ["parents"], "languages": ["ar"]}
        times = {"starts_at": "2026-12-03T15:00:00Z", "ends_at": "2026-12-03T17:00:00Z"}
        seats = {"capacity": 40, "max_party_size": 20, "district": "saiss", "venue_id": str(make_venue().id)}
        return {**words, **times, **seats, **details}

    def test_a_series_is_planned_once(self, program_of: Opening) -> None:
        program, key = program_of(make_officer("saiss")), {"Idempotency-Key": "once"}
        body = self.body(weekly={"until": "2026-12-17"})
        first, second = (program.post("/api/v1/series", json=body, headers=key) for _twice in range(2))
        assert first.status_code == 201 and first.json == second.json
        assert [one["starts_at"][:10] for one in first.json["items"]] == ["2026-12-03", "2026-12-10", "2026-12-17"]
        assert {one["series_id"] for one in first.json["items"]} == {first.json["id"]}
        assert count_rows(Seminar) == 3
        assert program.get(f"/api/v1/series/{first.json['id']}").json == first.json

    @pytest.mark.parametrize(
        "days", [{}, {"dates": []}, {"dates": ["2026-12-03"], "weekly": {"until": "2026-12-17"}}, {"weekly": {}}]
    )
    def test_days_are_said_one_way(self, program_of: Opening, days: dict) -> None:
        answer = program_of(make_officer("saiss")).post("/api/v1/series", json=self.body(**days))
        assert answer.status_code == 422
        assert count_rows(Seminar) == 0

    def test_the_scope_is_asked_in_the_address(self, program_of: Opening) -> None:
        series_id, program = plan(), program_of(make_officer("saiss"))
        address = f"/api/v1/seminars/{members(series_id)[1].id}"
        tag = {"If-Match": '"1"'}
        assert program.patch(f"{address}?scope=both", json={"capacity": 30}, headers=tag).status_code == 422
        answer = program.patch(f"{address}?scope=following", json={"capacity": 30}, headers=tag)
        assert (answer.status_code, answer.json["version"]) == (200, 2)
        assert [one.capacity for one in members(series_id)] == [40, 30, 30]
        assert program.patch(f"{address}?scope=all", json={"capacity": 20}, headers=tag).status_code == 412

    def test_a_series_moves_and_ends(self, program_of: Opening) -> None:
        series_id, program = plan(), program_of(make_officer("saiss"))
        address, second = f"/api/v1/series/{series_id}", str(members(series_id)[1].id)
        moved = program.post(f"{address}/move", json={"days": 1, "start_clock": "10:00", "from_id": second})
        assert [one["starts_at"][8:16] for one in moved.json["items"]] == ["03T15:00", "11T10:00", "18T10:00"]
        assert program.post(f"{address}/publish").json["items"][0]["status"] == "published"
        ended = program.post(f"{address}/cancel", json={"reason": "Travaux", "from_id": second})
        assert [one["status"] for one in ended.json["items"]] == ["published", "cancelled", "cancelled"]

    def test_drafts_are_published_together(self, program_of: Opening) -> None:
        series_id, program = plan(), program_of(make_officer("saiss"))
        ids = [str(one.id) for one in members(series_id)]
        published = program.post("/api/v1/seminars/publish", json={"ids": ids})
        assert [one["id"] for one in published.json["items"]] == ids
        again = program.post("/api/v1/seminars/publish", json={"ids": ids})
        assert (again.status_code, again.json["type"]) == (409, "/problems/one-refused")
        assert again.json["detail"].startswith("3 ")  # the day of the first

    def test_too_many_are_told_how_many_may_be(self, program_of: Opening) -> None:
        program, ids = program_of(make_officer("saiss", locale="en")), [str(new_id()) for _ in range(101)]
        refused = program.post("/api/v1/seminars/publish", json={"ids": ids})
        assert refused.json["errors"] == {"ids": ["Choose between 1 and 100."]}
        days = [str(date(2027, 1, 1) + timedelta(days=day)) for day in range(61)]
        refused = program.post("/api/v1/series", json={"dates": days})
        assert refused.json["errors"]["dates"] == ["Choose between 1 and 60."]

    def test_a_copy(self, program_of: Opening) -> None:
        seminar, program = make_seminar(), program_of(make_officer("saiss"))
        times = {"starts_at": "2026-12-20T10:00:00Z", "ends_at": "2026-12-20T12:00:00Z"}
        answer = program.post(f"/api/v1/seminars/{seminar.id}/duplicate", json=times)
        assert (answer.status_code, answer.json["status"], answer.headers["ETag"]) == (201, "draft", '"1"')
        assert answer.json["title"] == seminar.title and answer.json["starts_at"][:10] == "2026-12-20"
        taken = program.post(f"/api/v1/seminars/{seminar.id}/duplicate", json=times)
        assert taken.status_code == 422 and set(taken.json["errors"]) == {"venue_id", "force_reason"}
        forced = program.post(f"/api/v1/seminars/{seminar.id}/duplicate", json={**times, "force_reason": "Deux salles"})
        assert forced.status_code == 201

    def test_templates(self, program_of: Opening) -> None:
        officer, supervisor = program_of(make_officer()), program_of(make_supervisor())
        body = {"name": {"fr": "Parents"}, "theme": "cyber", "fields": {"capacity": 30, "duration_minutes": 90}}
        added = officer.post("/api/v1/seminar-templates", json=body)
        assert added.status_code == 201 and {name: added.json[name] for name in body} == body
        address = f"/api/v1/seminar-templates/{added.json['id']}"
        assert officer.get("/api/v1/seminar-templates?theme=cyber").json["items"] == [added.json]
        assert supervisor.patch(address, json={"theme": "drugs"}).status_code == 428
        changed = supervisor.patch(address, json={"theme": "drugs"}, headers={"If-Match": '"1"'})
        assert (changed.json["theme"], changed.headers["ETag"]) == ("drugs", '"2"')
        assert supervisor.delete(address).status_code == 204
        assert officer.get(address).status_code == 404
