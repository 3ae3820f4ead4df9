"""How does an agreement look on paper?"""

from typing import Any
from uuid import UUID

import segno
from flask import Response, url_for

from engage import clock
from engage.access.guard import actor
from engage.access.rules import signed_in
from engage.agreements import queries
from engage.agreements.pages import blueprint
from engage.agreements.queries import AgreementView, DutyView, SignatureView
from engage.language import current, localised, show_clock, show_date, speaking
from engage.language import gettext as _
from engage.places.queries import district_names
from engage.settings import current_settings
from engage.web.documents import typeset

Said = dict[str, str]


@blueprint.get("/agreements/<uuid:agreement_id>/text.<any(ar, fr, en):locale_code>.pdf")
@signed_in
def printed(agreement_id: UUID, locale_code: str) -> Response:
    agreement = queries.get_agreement(actor(), agreement_id)
    with speaking(locale_code):
        content = typeset("agreement", _fields(agreement), "pdf")
    headers = {"Content-Disposition": f'inline; filename="{agreement.reference}.{locale_code}.pdf"'}
    return Response(content, mimetype="application/pdf", headers=headers)


def _fields(agreement: AgreementView) -> dict[str, Any]:
    """All words and figures of the page, in the language that is spoken now."""
    duties = queries.list_obligations(actor(), agreement)
    signed = [one for one in queries.list_signatures(actor(), agreement) if one.text_hash == agreement.text_hash]
    return {
        "language": current(),
        "brand": current_settings().brand,
        "institution": current_settings().institution[current()],
        "heading": _("Partnership agreement"),
        "reference": agreement.reference,
        "title": _said(agreement.title),
        "scope": _said(agreement.scope),
        "facts": _facts(agreement),
        "duties": [_duty(one, agreement) for one in duties],
        "signatures": [_signature(side, agreement, signed) for side in agreement.parties],
        "hash": agreement.text_hash or "",
        "watermark": "" if agreement.signed_at else _watermark(agreement),
        "address": _register_address(agreement),
        "code": _code(_register_address(agreement)),
        "labels": _labels(),
    }


def _labels() -> dict[str, str]:
    return {
        "scope": _("What it is about"),
        "duties": _("What each side owes"),
        "who": _("Who owes it"),
        "what": _("Duty"),
        "until": _("Until"),
        "signatures": _("Signatures"),
        "hash": _("Fingerprint of the exact text (SHA-256)"),
        "register": _("In the public register"),
        "page": _("Page"),
        "of": _("of"),
        "none": _("No dated duties."),
    }


def _facts(agreement: AgreementView) -> list[tuple[str, Said]]:
    names = [localised(district_names().get(code, {"ar": code}))[0] for code in agreement.districts]
    comma = "، " if current() == "ar" else ", "
    return [
        (_("Between"), _said(agreement.parties["police"])),
        (_("and"), _said(agreement.association_name)),
        (_("Districts"), _plain(comma.join(names))),
        (_("From"), _plain(show_date(agreement.starts_on))),
        (_("Until"), _plain(show_date(agreement.ends_on))),
    ]


def _duty(duty: DutyView, agreement: AgreementView) -> dict[str, Any]:
    return {
        "who": _said(agreement.parties[duty.side]),
        "what": _said(duty.what),
        "until": _plain(show_date(duty.due_on)),
    }


def _signature(side: str, agreement: AgreementView, signed: list[SignatureView]) -> dict[str, Any]:
    found = next((one for one in signed if one.side == side), None)
    return {"party": _said(agreement.parties[side]), "name": _name(found), "when": _when(found)}


def _name(signature: SignatureView | None) -> str:
    return signature.signer_name if signature else _("Not signed yet")


def _when(signature: SignatureView | None) -> str:
    if signature is None:
        return ""
    wall = clock.local(signature.signed_at, current_settings().timezone)
    return _("%(day)s at %(hour)s", day=show_date(wall.date()), hour=show_clock(wall))


def _watermark(agreement: AgreementView) -> str:
    return _("Draft") if agreement.status == "draft" else _("Not signed")


def _register_address(agreement: AgreementView) -> str:
    return current_settings().base_url + url_for("agreements.registered", reference=agreement.reference)


def _code(address: str) -> str:
    """A QR code as SVG, which is drawn and never read as markup of the page."""
    drawn: str = segno.make(address, error="m", micro=False).svg_inline(border=0, omitsize=True)
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _said(texts: dict[str, str]) -> Said:
    words, tongue = localised(texts)
    return {"words": words, "language": tongue}


def _plain(words: str) -> Said:
    return {"words": words, "language": current()}
