"""The table itself, and what its requests send."""

from typing import Any

from tests.architecture.world import EMAIL, PASSWORD, World

# Rows that ask for another row than the usual one: which of world.py's rows fills which gap.
CASES: dict[str, dict[str, str]] = {
    "draft": {"seminar_id": "draft"},
    "for_associations": {"seminar_id": "for_associations"},
    "requested": {"registration_id": "requested"},
    "delegation": {"registration_id": "delegation"},
}

REASON = {"reason": "The venue is closed that day."}
TIMES = {"starts_at": "2026-12-11T09:00:00Z", "ends_at": "2026-12-11T11:00:00Z"}
CLOCKS = {"day": "2026-12-11", "start_clock": "09:00", "end_clock": "11:00"}
TEMPLATE = {"name": {"fr": "Rencontre de parents"}, "theme": "cyber", "fields": {"capacity": 30}}
NEW_PASSWORD = {"password": "another long walk in the medina"}


def _venue(world: World) -> dict[str, Any]:
    return {"name": {"fr": "École Ibn Khaldoun"}, "district": "saiss", "kind": "primary_school", "capacity": 60}


def _venue_form(world: World) -> dict[str, Any]:
    return {
        "name.fr": "École Ibn Khaldoun",
        "district": "saiss",
        "kind": "primary_school",
        "capacity": 60,
        "version": 1,
    }


def _seminar(world: World) -> dict[str, Any]:
    words = {
        "title": {"fr": "Sécurité routière"},
        "theme": "road_safety",
        "audiences": ["parents"],
        "languages": ["ar"],
    }
    return {
        **words,
        **TIMES,
        "district": "saiss",
        "venue_id": world.rows["venue_id"],
        "capacity": 40,
        "max_party_size": 20,
    }


def _series(world: World) -> dict[str, Any]:
    return {**_seminar(world), "dates": ["2026-12-11", "2026-12-18"]}


def _seminar_form(world: World) -> dict[str, Any]:
    words = {"title.fr": "Sécurité routière", "theme": "road_safety", "audiences": ["parents"], "languages": ["ar"]}
    seats = {"capacity": 40, "max_party_size": 20, "waiting_list": "strict", "visibility": "public"}
    return {**words, **CLOCKS, **seats, "venue_id": world.rows["venue_id"]}


# What a request sends; the others send nothing.
SENT: dict[str, Any] = {
    "POST /account": {"display_name": "Salma B.", "locale": "fr", "version": 1},
    "POST /account/password": {"present_password": PASSWORD, **NEW_PASSWORD},
    "POST /api/v1/accounts": {"email": "new@example.org", "display_name": "Zineb", **NEW_PASSWORD},
    "POST /api/v1/accounts/verify": {"token": "made-up"},
    "POST /api/v1/registrations/<registration_id>/cancel": REASON,
    "POST /api/v1/registrations/<registration_id>/decline": REASON,
    "POST /api/v1/seminars": _seminar,
    "POST /api/v1/series": _series,
    "POST /api/v1/series/<series_id>/cancel": REASON,
    "POST /api/v1/series/<series_id>/move": {"days": 1},
    "POST /api/v1/seminars/publish": lambda world: {"ids": [str(world.rows["draft"])]},
    "POST /api/v1/seminars/<seminar_id>/duplicate": TIMES,
    "POST /api/v1/seminar-templates": TEMPLATE,
    "PATCH /api/v1/seminar-templates/<template_id>": {"name": {"fr": "Parents"}},
    "POST /api/v1/seminars/<seminar_id>/cancel": REASON,
    "POST /api/v1/seminars/<seminar_id>/move": TIMES,
    "POST /api/v1/tokens": {"email": EMAIL, "password": PASSWORD},
    "POST /api/v1/venues": _venue,
    "PATCH /api/v1/me": {"display_name": "Salma B."},
    "PATCH /api/v1/registrations/<registration_id>": {"party_size": 2},
    "PATCH /api/v1/seminars/<seminar_id>": {"capacity": 50},
    "PATCH /api/v1/venues/<venue_id>": {"capacity": 150},
    "POST /districts/<code>/edit": {"name.fr": "Saïss", "version": 1},
    "POST /registrations/<registration_id>": {"party_size": 2, "version": 1},
    "POST /registrations/<registration_id>/cancel": REASON,
    "POST /registrations/<registration_id>/decline": REASON,
    "POST /reset": {"email": EMAIL},
    "POST /reset/<token>": NEW_PASSWORD,
    "POST /seminars/<seminar_id>/cancel": REASON,
    "POST /seminars/<seminar_id>/edit": _seminar_form,
    "POST /seminars/<seminar_id>/move": CLOCKS,
    "POST /seminars/<seminar_id>/registrations": {"party_size": 1},
    "POST /seminars/new": _seminar_form,
    "POST /sign-in": {"email": EMAIL, "password": PASSWORD},
    "POST /sign-up": {"email": "new@example.org", "display_name": "Zineb", **NEW_PASSWORD},
    "POST /venues/<venue_id>/edit": _venue_form,
    "POST /venues/new": _venue_form,
}

# fmt: off
TABLE: dict[str, str] = {
    # visitor, citizen, member, manager, officer, other officer, supervisor, administrator, auditor
    "GET /":                                                               "200 200 200 200 200 200 200 200 200",
    "GET /account":                                                        "401 200 200 200 200 200 200 200 200",
    "POST /account":                                                       "401 303 303 303 303 303 303 303 303",
    "GET /account/password":                                               "401 200 200 200 200 200 200 200 200",
    "POST /account/password":                                              "401 303 422 422 422 422 422 422 422",
    "POST /account/sessions/<session_id>/end":                             "401 303 404 404 404 404 404 404 404",
    "POST /account/tokens/<token_id>/revoke":                              "401 303 404 404 404 404 404 404 404",
    "GET /associations":                                                   "200 200 200 200 200 200 200 200 200",
    "GET /delegations":                                                    "401 200 200 200 200 200 200 200 200",
    "GET /desk":                                                           "401 403 403 403 200 200 200 403 403",
    "GET /districts":                                                      "401 403 403 403 403 403 200 200 403",
    "GET /districts/<code>/edit":                                          "401 403 403 403 403 403 200 200 403",
    "POST /districts/<code>/edit":                                         "401 403 403 403 403 403 303 303 403",
    "GET /healthz":                                                        "200 200 200 200 200 200 200 200 200",
    "POST /language/<locale_code>":                                        "303 303 303 303 303 303 303 303 303",
    "GET /messages":                                                       "401 403 403 403 403 403 403 200 403",
    "POST /messages/<message_id>/retry":                                   "401 403 403 403 403 403 403 303 403",
    "GET /privacy":                                                        "200 200 200 200 200 200 200 200 200",
    "GET /problems/<problem>":                                             "200 200 200 200 200 200 200 200 200",
    "GET /readyz":                                                         "200 200 200 200 200 200 200 200 200",
    "GET /registrations":                                                  "401 200 200 200 200 200 200 200 200",
    "GET /registrations/<registration_id>":                                "401 200 404 404 200 404 200 404 404",
    "POST /registrations/<registration_id>":                               "401 303 404 404 403 404 403 404 404",
    "POST /registrations/<registration_id>/approve":                       "401 403 404 404 303 404 303 404 404",
    "POST /registrations/<registration_id>/approve [requested]":           "401 403 404 404 303 404 303 404 404",
    "GET /registrations/<registration_id>/cancel":                         "401 200 404 404 200 404 200 404 404",
    "POST /registrations/<registration_id>/cancel":                        "401 303 404 404 303 404 303 404 404",
    "POST /registrations/<registration_id>/cancel [delegation]":           "401 404 403 303 303 404 303 404 404",
    "POST /registrations/<registration_id>/accept-offer":                  "401 303 404 404 403 404 403 404 404",
    "POST /registrations/<registration_id>/decline-offer":                 "401 303 404 404 403 404 403 404 404",
    "GET /registrations/<registration_id>/decline":                        "401 403 404 404 200 404 200 404 404",
    "POST /registrations/<registration_id>/decline":                       "401 403 404 404 409 404 409 404 404",
    "POST /registrations/<registration_id>/decline [requested]":           "401 403 404 404 303 404 303 404 404",
    "GET /registrations/<registration_id> [delegation]":                   "401 404 200 200 200 404 200 404 404",
    "POST /registrations/<registration_id> [delegation]":                  "401 404 403 303 403 404 403 404 404",
    "GET /reset":                                                          "200 200 200 200 200 200 200 200 200",
    "POST /reset":                                                         "303 303 303 303 303 303 303 303 303",
    "GET /reset/<token>":                                                  "410 410 410 410 410 410 410 410 410",
    "POST /reset/<token>":                                                 "409 409 409 409 409 409 409 409 409",
    "GET /reset/sent":                                                     "200 200 200 200 200 200 200 200 200",
    "GET /seminars":                                                       "301 301 301 301 301 301 301 301 301",
    "GET /seminars/<seminar_id>":                                          "200 200 200 200 200 200 200 200 200",
    "GET /seminars/<seminar_id>/<step>":                                   "401 403 403 403 200 403 200 403 403",
    "POST /seminars/<seminar_id>/<step>":                                  "401 403 403 403 409 403 409 403 403",
    "GET /seminars/<seminar_id>/<step> [draft]":                           "401 404 404 404 200 404 200 404 404",
    "POST /seminars/<seminar_id>/<step> [draft]":                          "401 404 404 404 303 404 303 404 404",
    "GET /seminars/<seminar_id>/calendar.ics":                             "200 200 200 200 200 200 200 200 200",
    "GET /seminars/<seminar_id>/calendar.ics [draft]":                     "404 404 404 404 200 404 200 404 404",
    "GET /seminars/<seminar_id>/cancel":                                   "401 403 403 403 200 403 200 403 403",
    "POST /seminars/<seminar_id>/cancel":                                  "401 403 403 403 303 403 303 403 403",
    "POST /seminars/<seminar_id>/cancel [draft]":                          "401 404 404 404 303 404 303 404 404",
    "GET /seminars/<seminar_id>/edit":                                     "401 403 403 403 200 403 200 403 403",
    "POST /seminars/<seminar_id>/edit":                                    "401 403 403 403 303 403 303 403 403",
    "GET /seminars/<seminar_id>/edit [draft]":                             "401 404 404 404 200 404 200 404 404",
    "POST /seminars/<seminar_id>/edit [draft]":                            "401 404 404 404 303 404 303 404 404",
    "GET /seminars/<seminar_id>/move":                                     "401 403 403 403 200 403 200 403 403",
    "POST /seminars/<seminar_id>/move":                                    "401 403 403 403 303 403 303 403 403",
    "POST /seminars/<seminar_id>/move [draft]":                            "401 404 404 404 303 404 303 404 404",
    "GET /seminars/<seminar_id>/registrations.csv":                        "401 403 403 403 200 403 200 403 403",
    "GET /seminars/<seminar_id>/registrations.xlsx":                       "401 403 403 403 200 403 200 403 403",
    "GET /seminars/<seminar_id>/registrations":                            "401 403 403 403 200 403 200 403 403",
    "POST /seminars/<seminar_id>/registrations":                           "401 409 303 303 303 303 303 303 303",
    "GET /seminars/<seminar_id>/registrations [draft]":                    "401 404 404 404 200 404 200 404 404",
    "POST /seminars/<seminar_id>/registrations [draft]":                   "401 404 404 404 409 404 409 404 404",
    "GET /seminars/<seminar_id> [draft]":                                  "404 404 404 404 200 404 200 404 404",
    "GET /seminars/<seminar_id> [for_associations]":                       "404 404 200 200 200 404 200 404 404",
    "GET /seminars/new":                                                   "401 403 403 403 200 200 200 403 403",
    "POST /seminars/new":                                                  "401 403 403 403 303 403 303 403 403",
    "GET /sign-in":                                                        "200 302 302 302 302 302 302 302 302",
    "POST /sign-in":                                                       "303 303 303 303 303 303 303 303 303",
    "POST /sign-out":                                                      "303 303 303 303 303 303 303 303 303",
    "GET /sign-up":                                                        "200 200 200 200 200 200 200 200 200",
    "POST /sign-up":                                                       "303 303 303 303 303 303 303 303 303",
    "GET /sign-up/sent":                                                   "200 200 200 200 200 200 200 200 200",
    "GET /start":                                                          "401 302 302 302 302 302 302 302 302",
    "GET /static/<filename>":                                              "200 200 200 200 200 200 200 200 200",
    "GET /venues":                                                         "401 403 403 403 403 403 200 200 403",
    "GET /venues/<venue_id>/edit":                                         "401 403 403 403 403 403 200 200 403",
    "POST /venues/<venue_id>/edit":                                        "401 403 403 403 403 403 303 303 403",
    "GET /venues/new":                                                     "401 403 403 403 403 403 200 200 403",
    "POST /venues/new":                                                    "401 403 403 403 403 403 303 303 403",
    "GET /verify/<token>":                                                 "410 410 410 410 410 410 410 410 410",
    "POST /verify/<token>":                                                "409 409 409 409 409 409 409 409 409",
    "GET /api/docs":                                                       "200 200 200 200 200 200 200 200 200",
    "POST /api/v1/accounts":                                               "201 201 201 201 201 201 201 201 201",
    "POST /api/v1/accounts/verify":                                        "409 409 409 409 409 409 409 409 409",
    "GET /api/v1/associations":                                            "200 200 200 200 200 200 200 200 200",
    "GET /api/v1/associations/<association_id>":                           "200 200 200 200 200 200 200 200 200",
    "GET /api/v1/districts":                                               "200 200 200 200 200 200 200 200 200",
    "GET /api/v1/me":                                                      "401 200 200 200 200 200 200 200 200",
    "PATCH /api/v1/me":                                                    "401 200 200 200 200 200 200 200 200",
    "GET /api/v1/me/registrations":                                        "401 200 200 200 200 200 200 200 200",
    "GET /api/v1/openapi.json":                                            "200 200 200 200 200 200 200 200 200",
    "GET /api/v1/registrations/<registration_id>":                         "401 200 404 404 200 404 200 404 404",
    "PATCH /api/v1/registrations/<registration_id>":                       "401 200 404 404 403 404 403 404 404",
    "POST /api/v1/registrations/<registration_id>/approve":                "401 403 404 404 409 404 409 404 404",
    "POST /api/v1/registrations/<registration_id>/approve [requested]":    "401 403 404 404 200 404 200 404 404",
    "POST /api/v1/registrations/<registration_id>/cancel":                 "401 200 404 404 200 404 200 404 404",
    "POST /api/v1/registrations/<registration_id>/cancel [delegation]":    "401 404 403 200 200 404 200 404 404",
    "POST /api/v1/registrations/<registration_id>/accept-offer":           "401 200 404 404 403 404 403 404 404",
    "POST /api/v1/registrations/<registration_id>/decline-offer":          "401 409 404 404 403 404 403 404 404",
    "POST /api/v1/registrations/<registration_id>/decline":                "401 403 404 404 409 404 409 404 404",
    "POST /api/v1/registrations/<registration_id>/decline [requested]":    "401 403 404 404 200 404 200 404 404",
    "GET /api/v1/registrations/<registration_id> [delegation]":            "401 404 200 200 200 404 200 404 404",
    "PATCH /api/v1/registrations/<registration_id> [delegation]":          "401 404 403 200 403 404 403 404 404",
    "GET /api/v1/seminars":                                                "200 200 200 200 200 200 200 200 200",
    "POST /api/v1/seminars":                                               "401 403 403 403 201 403 201 403 403",
    "DELETE /api/v1/seminars/<seminar_id>":                                "401 403 403 403 409 403 409 403 403",
    "GET /api/v1/seminars/<seminar_id>":                                   "200 200 200 200 200 200 200 200 200",
    "PATCH /api/v1/seminars/<seminar_id>":                                 "401 403 403 403 200 403 200 403 403",
    "GET /api/v1/seminars/<seminar_id>/calendar.ics":                      "200 200 200 200 200 200 200 200 200",
    "GET /api/v1/seminars/<seminar_id>/calendar.ics [draft]":              "404 404 404 404 200 404 200 404 404",
    "POST /api/v1/seminars/<seminar_id>/cancel":                           "401 403 403 403 200 403 200 403 403",
    "POST /api/v1/seminars/<seminar_id>/cancel [draft]":                   "401 404 404 404 200 404 200 404 404",
    "POST /api/v1/seminars/<seminar_id>/hold":                             "401 403 403 403 409 403 409 403 403",
    "POST /api/v1/seminars/<seminar_id>/hold [draft]":                     "401 404 404 404 409 404 409 404 404",
    "POST /api/v1/seminars/<seminar_id>/move":                             "401 403 403 403 200 403 200 403 403",
    "POST /api/v1/seminars/<seminar_id>/move [draft]":                     "401 404 404 404 200 404 200 404 404",
    "POST /api/v1/seminars/<seminar_id>/publish":                          "401 403 403 403 409 403 409 403 403",
    "POST /api/v1/seminars/<seminar_id>/publish [draft]":                  "401 404 404 404 200 404 200 404 404",
    "GET /api/v1/seminars/<seminar_id>/registrations":                     "401 403 403 403 200 403 200 403 403",
    "POST /api/v1/seminars/<seminar_id>/registrations":                    "401 409 201 201 201 201 201 201 201",
    "GET /api/v1/seminars/<seminar_id>/registrations [draft]":             "401 404 404 404 200 404 200 404 404",
    "POST /api/v1/seminars/<seminar_id>/registrations [draft]":            "401 404 404 404 409 404 409 404 404",
    "POST /api/v1/seminars/<seminar_id>/registrations [for_associations]": "401 404 409 409 409 404 409 404 404",
    "DELETE /api/v1/seminars/<seminar_id> [draft]":                        "401 404 404 404 204 404 204 404 404",
    "GET /api/v1/seminars/<seminar_id> [draft]":                           "404 404 404 404 200 404 200 404 404",
    "PATCH /api/v1/seminars/<seminar_id> [draft]":                         "401 404 404 404 200 404 200 404 404",
    "GET /api/v1/seminars/<seminar_id> [for_associations]":                "404 404 200 200 200 404 200 404 404",
    "DELETE /api/v1/seminar-templates/<template_id>":                      "401 403 403 403 403 403 204 403 403",
    "GET /api/v1/seminar-templates":                                       "401 403 403 403 200 200 200 403 403",
    "GET /api/v1/seminar-templates/<template_id>":                         "401 403 403 403 200 200 200 403 403",
    "GET /api/v1/series/<series_id>":                                      "200 200 200 200 200 200 200 200 200",
    "PATCH /api/v1/seminar-templates/<template_id>":                       "401 403 403 403 403 403 200 403 403",
    "POST /api/v1/seminar-templates":                                      "401 403 403 403 201 201 201 403 403",
    "POST /api/v1/seminars/<seminar_id>/duplicate":                        "401 403 403 403 201 403 201 403 403",
    "POST /api/v1/seminars/<seminar_id>/duplicate [draft]":                "401 404 404 404 201 404 201 404 404",
    "POST /api/v1/seminars/publish":                                       "401 403 403 403 200 404 200 403 403",
    "POST /api/v1/series":                                                 "401 403 403 403 201 403 201 403 403",
    "POST /api/v1/series/<series_id>/cancel":                              "401 403 403 403 200 403 200 403 403",
    "POST /api/v1/series/<series_id>/move":                                "401 403 403 403 200 403 200 403 403",
    "POST /api/v1/series/<series_id>/publish":                             "401 403 403 403 200 403 200 403 403",
    "GET /api/v1/tokens":                                                  "401 200 200 200 200 200 200 200 200",
    "POST /api/v1/tokens":                                                 "201 201 201 201 201 201 201 201 201",
    "DELETE /api/v1/tokens/<token_id>":                                    "401 204 404 404 404 404 404 404 404",
    "DELETE /api/v1/tokens/current":                                       "401 204 204 204 204 204 204 204 204",
    "GET /api/v1/venues":                                                  "200 200 200 200 200 200 200 200 200",
    "POST /api/v1/venues":                                                 "401 403 403 403 403 403 201 201 403",
    "GET /api/v1/venues/<venue_id>":                                       "200 200 200 200 200 200 200 200 200",
    "PATCH /api/v1/venues/<venue_id>":                                     "401 403 403 403 403 403 200 200 403",
}
# fmt: on
