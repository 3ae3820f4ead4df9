"""Is what went well used again: as a copy, or as a template that everyone who plans may begin with?"""

import pytest

from engage.access.actor import Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Invalid, NotAllowed, NotFound, Stale
from engage.seminars import services
from engage.seminars.models import Seminar, SeminarTemplate
from engage.seminars.queries import get_template, list_templates
from engage.seminars.schemas.templates import TEMPLATE_INPUT
from engage.seminars.services.templates import _COMMON
from engage.transaction import transaction
from tests.factories import (
    LOCAL_START,
    count_rows,
    make_account,
    make_auditor,
    make_officer,
    make_registration,
    make_seminar,
    make_supervisor,
    make_template,
)

pytestmark = pytest.mark.usefixtures("app")

TIMES = {"local_start": LOCAL_START.replace(day=17), "local_end": LOCAL_START.replace(day=17, hour=18)}


class TestCopies:
    def copy(self, seminar: Seminar, by: Actor | None = None) -> Seminar:
        with transaction():
            made = services.duplicate_seminar(by or make_officer("saiss"), seminar.id, **TIMES)
        return db.session.get_one(Seminar, made)

    def test_a_copy_is_a_draft_of_its_own(self, store: str) -> None:
        seminar = make_seminar(summary={"ar": "ملخص"}, visibility="associations", approval_required=True)
        copy = self.copy(seminar)
        same = [*_COMMON, "theme", "district", "venue_id", "timezone"]
        assert {name: getattr(copy, name) for name in same} == {name: getattr(seminar, name) for name in same}
        assert (copy.status, copy.seats_taken, copy.local_start) == ("draft", 0, TIMES["local_start"])
        assert copy.reference != seminar.reference

    def test_a_copy_has_the_same_rules_for_parties(self) -> None:
        copy = self.copy(make_seminar(min_party_size=5, association_quota=9))
        assert (copy.min_party_size, copy.association_quota) == (5, 9)

    def test_nobody_comes_along_and_no_series(self) -> None:
        seminar = make_seminar(series_id=make_template().id)
        make_registration(seminar)
        copy = self.copy(seminar)
        assert (copy.seats_taken, copy.series_id, copy.registration_closes_at) == (0, None, None)

    def test_of_another_district_nothing_is_copied(self) -> None:
        published, draft = make_seminar(), make_seminar(published=False)
        with pytest.raises(NotAllowed):
            self.copy(published, make_officer("agdal"))
        with pytest.raises(NotFound):
            self.copy(draft, make_officer("agdal"))


class TestTemplates:
    def test_a_seminar_is_kept_without_its_day_and_place(self, store: str) -> None:
        seminar, officer = make_seminar(summary={"ar": "ملخص"}), make_officer("saiss")
        with transaction():
            kept = services.keep_as_template(officer, seminar.id, {"fr": "Parents"})
        template = get_template(make_officer("agdal"), kept)
        assert (template.name, template.theme) == ({"fr": "Parents"}, "cyber")
        assert template.fields["summary"] == {"ar": "ملخص"} and template.fields["duration_minutes"] == 120
        assert not {"venue_id", "online_url", "district", "local_start"} & set(template.fields)
        assert count_rows(AuditEntry, AuditEntry.action == "template.added") == 1

    def test_a_template_keeps_the_rules_for_parties(self) -> None:
        seminar = make_seminar(min_party_size=5, association_quota=9)
        with transaction():
            kept = services.keep_as_template(make_officer("saiss"), seminar.id, {"fr": "Parents"})
        template = get_template(make_officer("agdal"), kept)
        assert (template.fields["min_party_size"], template.fields["association_quota"]) == (5, 9)

    def test_of_another_district_nothing_is_kept(self) -> None:
        seminar, other = make_seminar(), make_officer("agdal")
        with pytest.raises(NotAllowed), transaction():
            services.keep_as_template(other, seminar.id, {"fr": "Parents"})

    def test_the_rules_of_a_party_are_kept(self) -> None:
        seminar = make_seminar(min_party_size=3, association_quota=12)
        with transaction():
            kept = services.keep_as_template(make_officer("saiss"), seminar.id, {"fr": "Parents"})
        fields = get_template(make_supervisor(), kept).fields
        assert (fields["min_party_size"], fields["association_quota"]) == (3, 12)

    def test_what_is_kept_is_what_a_template_may_hold(self) -> None:
        with transaction():
            kept = services.keep_as_template(make_officer("saiss"), make_seminar().id, {"fr": "Parents"})
        template = get_template(make_supervisor(), kept)
        said = {"name": template.name, "theme": template.theme, "fields": template.fields}
        assert TEMPLATE_INPUT.load(said) == said

    def test_those_of_one_theme_are_found(self, store: str) -> None:
        made = [make_template(f"{number}").id for number in range(3)]
        with transaction():
            services.add_template(make_officer(), name={"fr": "Autre"}, theme="drugs", fields={})
        officer = make_officer()
        page = list_templates(officer, theme="cyber", limit=2)
        rest = list_templates(officer, theme="cyber", cursor=("cyber", page.items[-1].id))
        assert [one.id for one in (*page.items, *rest.items)] == sorted(made)

    def test_only_those_who_plan_see_them(self) -> None:
        template = make_template()
        for other in (make_account(), make_auditor()):
            assert list_templates(other).items == []
            with pytest.raises(NotFound):
                get_template(other, template.id)
            with pytest.raises(NotAllowed), transaction():
                services.add_template(other, name={"fr": "x"}, theme="drugs", fields={})

    def test_a_supervisor_renames_and_deletes(self, store: str) -> None:
        template, supervisor = make_template(), make_supervisor("agdal")
        with transaction():
            services.edit_template(supervisor, template.id, 1, name={"fr": "Autrement"})
        assert get_template(supervisor, template.id).name == {"fr": "Autrement"}
        with pytest.raises(Stale), transaction():
            services.edit_template(supervisor, template.id, 1, name={"fr": "Trop tard"})
        with transaction():
            services.delete_template(supervisor, template.id, 2)
        assert count_rows(SeminarTemplate) == 0
        assert count_rows(AuditEntry, AuditEntry.action.in_(["template.edited", "template.deleted"])) == 2

    def test_officers_do_not_change_what_is_everyones(self) -> None:
        officer = make_officer()
        template = make_template(by=officer)
        with pytest.raises(NotAllowed), transaction():
            services.edit_template(officer, template.id, name={"fr": "Autrement"})
        with pytest.raises(NotAllowed), transaction():
            services.delete_template(officer, template.id)
        with pytest.raises(NotFound), transaction():
            services.delete_template(make_account(), template.id)

    def test_a_venue_that_became_too_small_refuses_the_copy(self) -> None:
        seminar = make_seminar(capacity=40)
        with pytest.raises(Invalid) as refused, transaction():
            services.plan_seminar(
                make_officer("saiss"),
                **{name: getattr(seminar, name) for name in (*_COMMON, "theme", "venue_id")} | {"capacity": 4000},
                **TIMES,
            )
        assert set(refused.value.errors) == {"capacity"}
