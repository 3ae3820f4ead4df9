"""Are photographs seen only with their words, covered for good where they must be, and gone in the end?"""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select, update

from engage.access.actor import VISITOR, Actor
from engage.audit.models import AuditEntry
from engage.database import db
from engage.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn, Stale
from engage.feedback import queries, services
from engage.feedback.models.photos import Photo
from engage.feedback.models.threads import Post, Thread
from engage.feedback.redaction import MARK
from engage.feedback.services.photos import KEPT
from engage.files import storage
from engage.files.models import StoredFile
from engage.files.services import read_file, sweep_files
from engage.transaction import transaction
from tests.clients import Client
from tests.conftest import FrozenClock
from tests.factories import (
    count_rows,
    make_account,
    make_administrator,
    make_auditor,
    make_communication_officer,
    make_district,
    make_officer,
    make_photo,
    make_supervisor,
    make_thread,
)
from tests.files import made

pytestmark = pytest.mark.usefixtures("app")

Opening = Callable[[Actor], Client]
FACE = {"x": 25.0, "y": 25.0, "width": 50.0, "height": 50.0}
FORM = {
    "subject": "Trou dans la chaussée",
    "body": "Devant l’école.",
    "category": "traffic",
    "district": "saiss",
    "visibility": "public",
}


def _striped(form: str = "PNG", mode: str = "RGB") -> bytes:
    """In which no pixel is like its neighbour, so that whatever is left of it shows."""
    image = Image.new("RGB", (200, 100))
    image.putdata([((x * 7) % 256, (y * 11) % 256, (x * y) % 256) for y in range(100) for x in range(200)])
    kept = io.BytesIO()
    image.convert(mode).save(kept, form)
    return kept.getvalue()


def _cover(officer: Actor, photo_id: Any, *rectangles: dict[str, float], version: int = 1, **sent: Any) -> None:
    change = services.prepare_change(officer, photo_id, rectangles=list(rectangles), **sent)
    with transaction():
        services.change_photo(officer, photo_id, version, change=change)


def _picture(viewer: Actor, photo_id: Any) -> Image.Image:
    return Image.open(io.BytesIO(read_file(viewer, queries.get_photo(viewer, photo_id).file_id)))


def _sends(*contents: bytes, **fields: str) -> dict[str, Any]:
    files = [(io.BytesIO(content), f"IMG_{n}.jpg") for n, content in enumerate(contents)]
    return {"data": {**FORM, "photos": files, **fields}, "content_type": "multipart/form-data"}


# --- who sees them ----------------------------------------------------------------------------------------------------


def test_a_photo_is_made_anew_and_small_beside(store: str) -> None:
    author = make_account()
    photo_id = make_photo(make_thread(by=author), author, content=made.photo_of_home(), alt="Le trou")
    photo = queries.get_photo(VISITOR, photo_id)
    assert (photo.alt, photo.is_own, photo.is_covered) == ("Le trou", False, False)
    for file_id in (photo.file_id, photo.thumbnail_id):
        content = read_file(VISITOR, file_id)
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"at home" not in content


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA"])
def test_whatever_its_tones_it_can_be_covered_and_made_small(mode: str) -> None:
    content = _striped("PNG", mode)
    photo_id = make_photo(make_thread(), content=content)
    _cover(make_officer(), photo_id, FACE)
    assert _picture(VISITOR, photo_id).size == Image.open(io.BytesIO(content)).size


def test_photos_of_a_private_thread_are_not_there_for_others(store: str) -> None:
    author = make_account()
    thread = make_thread(by=author, visibility="private")
    photo_id = make_photo(thread, author)
    by_receipt = replace(VISITOR, opened_thread=thread.id)
    for someone in (author, by_receipt, make_officer(), make_supervisor("saiss")):
        assert queries.get_photo(someone, photo_id)
        assert len(queries.list_photos(someone, thread.id).items) == 1
    others = (make_officer("zouagha"), make_administrator(), make_auditor(), make_communication_officer())
    for someone in (VISITOR, make_account(), *others, replace(VISITOR, opened_thread=make_thread().id)):
        with pytest.raises(NotFound):
            queries.get_photo(someone, photo_id)
        with pytest.raises(NotFound):
            queries.get_photo_apart(someone, photo_id)
        assert not queries.list_photos(someone, thread.id).items
        assert not queries.photos_with(someone, [queries.get_thread(author, thread.id).post_id])


def test_a_strangers_photos_wait_with_their_words(store: str) -> None:
    thread = make_thread(receipt_hash=b"x")
    by_receipt, officer = replace(VISITOR, opened_thread=thread.id), make_officer()
    photo_id = make_photo(thread, by_receipt)
    with pytest.raises(NotFound):
        queries.get_photo(make_account(), photo_id)
    assert queries.get_photo(by_receipt, photo_id).is_own
    services.publish_thread(officer, thread.id)
    assert queries.get_photo(make_account(), photo_id)
    later = make_photo(thread, by_receipt)  # looked at again, the whole of it
    for one in (photo_id, later):
        with pytest.raises(NotFound):
            queries.get_photo(make_account(), one)


def test_moderators_see_the_photos_that_they_let_through(browser_of: Opening, store: str) -> None:
    unseen, private = make_thread(receipt_hash=b"x"), make_thread(visibility="private")
    photo_id, hers = make_photo(unseen), make_photo(private)
    moderator = make_communication_officer()
    browser = browser_of(moderator)
    post_id = queries.get_photo(moderator, photo_id).post_id
    for address in ("/feedback/moderation", f"/posts/{post_id}/moderate"):
        assert f"/photos/{photo_id}/thumbnail" in browser.get(address).text
    assert browser.get(f"/photos/{photo_id}/file").status_code == 200
    with pytest.raises(NotFound):
        queries.get_photo(moderator, hers)


@pytest.mark.parametrize("how", ["with the words", "later", "said later"])
def test_what_a_photo_shows_is_watched_like_words(how: str) -> None:
    author, alt = make_account(), "Un gourdin"
    with transaction():
        services.watch_word(make_supervisor(), word="gourdin")
        photos = (
            services.prepare_photos(author, [("a.jpg", made.picture())], alt=alt) if how == "with the words" else []
        )
        thread = services.open_thread(author, subject="Trottoir", body="Regardez.", category="traffic", photos=photos)
    if not photos:
        photo_id = make_photo(thread, author, alt=alt if how == "later" else None)
    if how == "said later":
        assert queries.get_photo(VISITOR, photo_id)
        services.change_photo(author, photo_id, None, change=services.prepare_change(author, photo_id, alt=alt))
    assert not queries.is_visible(VISITOR, thread.id)
    assert queries.list_cases(make_supervisor(), which="watched").items[0].watched == "gourdin"


def test_what_is_taken_out_of_the_words_is_not_told_of_their_photos(store: str) -> None:
    author = make_account()
    thread = make_thread(by=author, body="La voiture de Karim.")
    photo_id, officer = make_photo(thread, author, alt="Karim et sa voiture"), make_officer()
    post_id = queries.get_photo(officer, photo_id).post_id
    assert queries.get_photo(VISITOR, photo_id).alt == "Karim et sa voiture"
    services.redact_post(officer, post_id, body="La voiture de █.")
    assert queries.get_photo(VISITOR, photo_id).alt == f"{MARK} et sa voiture"
    assert queries.photos_with(make_account(), [post_id])[post_id][0].alt == f"{MARK} et sa voiture"
    assert queries.get_photo(author, photo_id).alt == "Karim et sa voiture"


def test_photos_of_hidden_words_are_hidden(store: str) -> None:
    thread, commenter = make_thread(), make_account()
    with transaction():
        post_id = services.add_comment(commenter, thread.id, body="Regardez.")
    photo_id = make_photo(thread, commenter, post_id=post_id)
    assert queries.get_photo(VISITOR, photo_id)
    db.session.execute(update(Post).where(Post.id == post_id).values(hidden_at=thread.created_at))
    with pytest.raises(NotFound):
        queries.get_photo(VISITOR, photo_id)
    assert not queries.photos_with(VISITOR, [post_id])
    assert queries.get_photo(commenter, photo_id).is_own
    assert queries.get_photo(make_officer(), photo_id).in_charge


def test_the_cell_sees_and_covers_what_is_public_and_waits(store: str) -> None:
    cell, author = make_communication_officer(), make_account()
    thread = make_thread(by=author)
    photo_id = make_photo(thread, author, content=_striped())
    _cover(cell, photo_id, FACE)
    shown = queries.get_photo(cell, photo_id)
    assert shown.in_charge and shown.covered == [FACE]
    assert shown.file_id != queries.get_photo(VISITOR, photo_id).file_id
    waiting = make_thread(receipt_hash=b"x")
    assert queries.get_photo(cell, make_photo(waiting)).in_charge
    private = make_photo(make_thread(by=author, visibility="private"), author)
    with pytest.raises(NotFound):
        services.prepare_change(cell, private, rectangles=[FACE])


def test_who_moderates_sees_the_photographs_that_wait(client: Client, sign_in: Any) -> None:
    thread = make_thread(receipt_hash=b"x")
    photo_id = make_photo(thread)
    sign_in(client, make_communication_officer())
    listed = client.get("/feedback/moderation").text
    post_id = queries.get_thread(make_officer(), thread.id).post_id
    assert f"/posts/{post_id}/moderate/release" not in listed  # not before the photograph was looked at
    shown = client.get(f"/posts/{post_id}/moderate").text
    assert f"/photos/{photo_id}/thumbnail" in shown and f"/posts/{post_id}/moderate/release" in shown


# --- what is said of them ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["opening", "comment", "added", "changed"])
def test_a_watched_word_below_a_photograph_waits_too(way: str, store: str) -> None:
    services.watch_word(make_supervisor(), word="tricheur")
    author, alt = make_account(), "Voici le tricheur"
    photos = services.prepare_photos(author, [("IMG.jpg", _striped())], alt=alt)
    thread = make_thread(by=author, **({"photos": photos} if way == "opening" else {}))
    post_id = db.session.query(Post.id).filter_by(thread_id=thread.id).scalar()
    if way == "comment":
        post_id = services.add_comment(author, thread.id, body="Regardez.", photos=photos)
    if way == "added":
        make_photo(thread, author, alt=alt)
    if way == "changed":
        photo_id = make_photo(thread, author)
        services.change_photo(author, photo_id, 1, change=services.prepare_change(author, photo_id, alt=alt))
    db.session.flush()
    [case] = queries.list_cases(make_officer()).items
    assert (case.id, case.watched) == (post_id, "tricheur")


def test_what_was_taken_out_of_the_words_goes_from_below_the_photograph(store: str) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author, subject="La voiture de Bennani", body="Bennani roule vite.")
    photo_id = make_photo(thread, author, alt="La voiture de BENNANI")
    post_id = queries.get_thread(officer, thread.id).post_id
    services.redact_post(officer, post_id, body="█ roule vite.", subject="La voiture de █")
    for someone in (VISITOR, make_account()):
        assert queries.get_photo(someone, photo_id).alt == "La voiture de █████"
        assert queries.list_photos(someone, thread.id).items[0].alt == "La voiture de █████"
    for someone in (author, officer):
        assert queries.get_photo(someone, photo_id).alt == "La voiture de BENNANI"


# --- covering ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_nothing_is_left_below_a_rectangle(store: str, form: str) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author)
    photo_id = make_photo(thread, author, content=_striped(form))
    before = _picture(VISITOR, photo_id).convert("RGB").getpixel((100, 50))
    _cover(officer, photo_id, FACE)
    public = _picture(VISITOR, photo_id).convert("RGB")
    inner = public.crop((52, 27, 148, 73)).getcolors(10_000)
    assert inner and max(abs(value - 30) for _, color in inner for value in color) < 40  # one dark tone
    if form == "PNG":
        assert public.crop((50, 25, 150, 75)).getcolors() == [(5000, (26, 35, 52))]
        assert public.getpixel((49, 50)) == Image.open(io.BytesIO(_striped())).getpixel((49, 50))
    for someone in (author, officer):
        assert _picture(someone, photo_id).convert("RGB").getpixel((100, 50)) == before
    small = read_file(VISITOR, queries.get_photo(VISITOR, photo_id).thumbnail_id)
    assert max(Image.open(io.BytesIO(small)).convert("RGB").getpixel((100, 50))) < 70  # type: ignore[type-var]


def test_others_learn_nothing_of_the_original() -> None:
    photo_id = make_photo(make_thread(), content=_striped())
    original = queries.get_photo(VISITOR, photo_id)
    _cover(make_officer(), photo_id, FACE)
    public = queries.get_photo(VISITOR, photo_id)
    assert {public.file_id, public.thumbnail_id}.isdisjoint({original.file_id, original.thumbnail_id})
    assert public.covered == []


def test_another_covering_erases_the_first(store: str) -> None:
    photo_id, officer = make_photo(make_thread()), make_officer()
    _cover(officer, photo_id, FACE)
    first = queries.get_photo(VISITOR, photo_id)
    key = db.session.get_one(StoredFile, first.file_id).storage_key
    _cover(officer, photo_id, FACE, FACE | {"x": 0.0}, version=2)
    assert db.session.get(StoredFile, first.file_id) is None
    with pytest.raises(NotFound):
        storage.get(key)
    _cover(officer, photo_id, version=3)
    assert not queries.get_photo(VISITOR, photo_id).is_covered
    assert count_rows(StoredFile) == 2


def test_only_those_in_charge_cover_and_a_lost_change_is_refused() -> None:
    author = make_account()
    photo_id = make_photo(make_thread(by=author), author)
    for someone in (author, make_account(), make_officer("zouagha")):
        with pytest.raises(NotAllowed):
            services.prepare_change(someone, photo_id, rectangles=[FACE])
    with pytest.raises(NotSignedIn):
        services.prepare_change(VISITOR, photo_id, rectangles=[FACE])
    officer = make_officer()
    change = services.prepare_change(officer, photo_id, rectangles=[FACE])
    with pytest.raises(NotAllowed):
        services.change_photo(author, photo_id, 1, change=change)
    services.change_photo(officer, photo_id, 1, change=change)
    with pytest.raises(Stale):
        services.change_photo(officer, photo_id, 1, change=change)
    with pytest.raises(Invalid, match="invalid-input"):
        services.prepare_change(officer, photo_id, rectangles=[FACE | {"width": 0.0}])


def test_an_author_says_what_it_shows_and_what_is_covered_stays() -> None:
    thread = make_thread(receipt_hash=b"x")
    by_receipt, officer = replace(VISITOR, opened_thread=thread.id), make_officer()
    photo_id = make_photo(thread, by_receipt)
    services.publish_thread(officer, thread.id)
    _cover(officer, photo_id, FACE)
    change = services.prepare_change(by_receipt, photo_id, alt="Le carrefour")
    services.change_photo(by_receipt, photo_id, 2, change=change)
    photo = queries.get_photo(officer, photo_id)
    assert (photo.alt, photo.is_covered, photo.covered) == ("Le carrefour", True, [FACE])
    assert db.session.get_one(Thread, thread.id).published_at is None  # a stranger's words


# --- adding and erasing -----------------------------------------------------------------------------------------------


def test_five_and_no_more_with_a_post() -> None:
    author = make_account()
    thread = make_thread(by=author)
    for _ in range(5):
        make_photo(thread, author)
    with pytest.raises(Conflict) as refused:
        make_photo(thread, author)
    assert refused.value.type == "too-many-photos"
    with transaction():
        comment = services.add_comment(author, thread.id, body="Et ici.")
    make_photo(thread, author, post_id=comment)


def test_the_trail_says_that_a_photo_came_and_of_whom_nothing() -> None:
    thread = make_thread()
    photo_id = make_photo(thread)
    entry = db.session.query(AuditEntry).filter_by(action="photo.added").one()
    assert (entry.subject_id, entry.after["photo_id"]) == (str(thread.id), str(photo_id))
    assert "IMG_1" not in str(entry.after)


def test_only_with_own_words() -> None:
    author, other = make_account(), make_account()
    thread = make_thread(by=author)
    with transaction():
        comment = services.add_comment(other, thread.id, body="Moi aussi.")
    for someone, post_id in ((other, None), (author, comment), (make_officer(), None)):
        with pytest.raises(NotAllowed):
            make_photo(thread, someone, post_id=post_id)
    with pytest.raises(NotSignedIn):
        make_photo(thread, VISITOR)
    assert make_photo(thread, other, post_id=comment)
    photo = services.prepare_photo(author, thread.id, name="a.png", content=made.picture("PNG"))
    with pytest.raises(NotAllowed):
        services.add_photo(other, thread.id, photo=photo)
    with pytest.raises(NotFound):
        services.add_photo(other, make_thread(visibility="private").id, photo=photo)


@pytest.mark.parametrize("content", [b"", b"no picture", made.some_pdf(), made.picture()[:200]], ids=len)
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        make_photo(make_thread(), content=content)
    assert count_rows(Photo) == 0


def test_photos_are_erased_two_years_after_the_end(frozen_clock: FrozenClock, store: str) -> None:
    author, officer = make_account(), make_officer()
    thread, open_ = make_thread(by=author), make_thread(by=author)
    old, kept = make_photo(thread, author), make_photo(open_, author)
    _cover(officer, old, FACE)
    thread.closed_at = frozen_clock.now
    db.session.commit()
    frozen_clock.now += KEPT
    assert services.erase_old_photos(Actor.system()) == 0
    frozen_clock.move(days=1)
    with transaction():
        assert services.erase_old_photos(Actor.system()) == 1
    assert list(db.session.scalars(select(Photo.id))) == [kept]
    assert count_rows(StoredFile) == 2
    assert sweep_files(Actor.system()) == 0


# --- through the door -------------------------------------------------------------------------------------------------


def test_a_visitor_files_with_photos(client: Client, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    put = storage.put
    monkeypatch.setattr(storage, "put", lambda content: (seen.append(db.session().in_transaction()), put(content))[1])
    make_district("saiss")
    answer = client.post("/feedback/new", **_sends(made.picture(), made.picture("PNG"), photos_alt="Le trou"))
    assert answer.status_code == 201
    assert seen == [False] * 4
    assert [photo.alt for photo in db.session.query(Photo)] == ["Le trou"] * 2
    for photo in db.session.query(Photo):
        for version in ("file", "thumbnail", "covered"):
            assert client.get(f"/photos/{photo.id}/{version}").status_code == 404


def test_what_was_typed_survives_a_refused_photo(client: Client) -> None:
    make_district("saiss")
    answer = client.post("/feedback/new?lang=en", **_sends(made.picture(), b"no picture", photos_alt="Le trou"))
    assert answer.status_code == 422
    for words in ("Devant l’école.", "Trou dans la chaussée", "Le trou", 'href="#photos"', "JPEG, PNG"):
        assert words in answer.text
    assert client.post("/feedback/new?lang=en", **_sends(*[made.picture()] * 6)).status_code == 422
    assert count_rows(Thread) == count_rows(Photo) == count_rows(StoredFile) == 0


def test_whoever_chose_photographs_is_told_that_they_are_lost(client: Client, browser_of: Opening) -> None:
    again = "Choose the photographs once more."
    refused = client.post("/feedback/new?lang=en", **_sends(made.picture(), subject=""))
    assert refused.status_code == 422
    assert again in refused.text
    assert again not in client.post("/feedback/new?lang=en", **_sends(subject="")).text
    author = make_account()
    address = f"/feedback/{make_thread(by=author).id}/comment?lang=en"
    page = browser_of(author).post(address, **_sends(made.picture(), body=""))
    assert page.status_code == 422
    assert again in page.text


def test_a_comment_with_photos_is_sent_once(browser_of: Opening) -> None:
    thread, browser = make_thread(), browser_of(make_account())
    address = f"/feedback/{thread.id}/comment"
    for _ in range(2):
        sent = _sends(made.picture(), photos_alt="Ici")
        sent["data"] = {"body": "Ici aussi", "form_key": "one", "photos": sent["data"]["photos"], "photos_alt": "Ici"}
        assert browser.post(address, **sent).status_code == 303
    assert count_rows(Photo) == 1
    assert browser.get(f"/feedback/{thread.id}").text.count("/thumbnail") == 1
    refused = browser.post(address, data={"body": "Voilà", "photos": (io.BytesIO(b"x"), "x.jpg")})
    assert (refused.status_code, "Voilà" in refused.text) == (422, True)


def test_a_picture_is_shown_safely_and_asked_for_each_time(client: Client, browser_of: Opening) -> None:
    author = make_account()
    photo_id = make_photo(make_thread(by=author), author, content=_striped())
    shown = client.get(f"/photos/{photo_id}/file")
    assert (shown.status_code, shown.mimetype) == (200, "image/png")
    assert shown.headers["Cache-Control"] == "private, no-cache"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"] == "inline"  # without the name that the sender gave it
    assert shown.headers["Content-Security-Policy"].startswith("sandbox")
    kept = {"If-None-Match": shown.headers["ETag"]}
    assert client.get(f"/photos/{photo_id}/file", headers=kept).status_code == 304
    _cover(make_officer(), photo_id, FACE)
    again = client.get(f"/photos/{photo_id}/file", headers=kept)
    assert (again.status_code, again.data == shown.data) == (200, False)
    assert browser_of(author).get(f"/photos/{photo_id}/file").data == shown.data
    assert browser_of(author).get(f"/photos/{photo_id}/covered").data == again.data


def test_a_page_covers_without_a_script(browser_of: Opening, client: Client) -> None:
    photo_id, browser = make_photo(make_thread(), content=_striped()), browser_of(make_officer())
    address = f"/photos/{photo_id}/edit"
    rectangle = {"covered.0.x": "٢٥", "covered.0.y": "25,0", "covered.0.width": "50", "covered.0.height": "50"}
    assert browser.post(address, data=rectangle | {"version": 1, "alt": "Un carrefour"}).location == address
    assert queries.get_photo(make_officer(), photo_id).covered == [FACE]
    assert 'name="covered.1.x"' in browser.get(address).text
    wrong = browser.post(address, data=rectangle | {"covered.0.x": "120", "version": 2})
    assert (wrong.status_code, 'value="120"' in wrong.text) == (422, True)
    assert browser.post(address, data=rectangle | {"version": 1}).status_code in (409, 412)
    assert client.get(address).status_code == 401


def test_the_api(program_of: Opening, client: Client) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author)
    program = program_of(author)
    address = f"/api/v1/threads/{thread.id}/photos"
    key = {"Idempotency-Key": "one"}
    for _ in range(2):
        sent = {"file": (io.BytesIO(made.picture()), "a.jpg"), "alt": "Le trou"}
        answer = program.post(address, data=sent, headers=key)
        assert answer.status_code == 201, answer.text
    photo = answer.get_json()
    assert count_rows(Photo) == 1
    changed = {"covered": [FACE], "alt": "Le carrefour"}
    own = f"/api/v1/photos/{photo['id']}"
    assert program.patch(own, json=changed, headers={"If-Match": '"1"'}).status_code == 403
    in_charge = program_of(officer)
    assert in_charge.patch(own, json=changed).status_code == 428
    answer = in_charge.patch(own, json=changed, headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.headers["ETag"], answer.get_json()["covered"]) == (200, '"2"', [FACE])
    [listed] = client.get(address).get_json()["items"]
    assert (listed["is_covered"], listed["covered"], listed["alt"]) == (True, [], "Le carrefour")
    assert client.get(f"{own}/thumbnail").mimetype == "image/jpeg"


def test_what_a_photograph_was_said_to_show_is_not_lost(app: Flask) -> None:
    author, officer = make_account(), make_officer()
    thread = make_thread(by=author)
    photo_id = make_photo(thread, author, alt="La rue")
    change = services.prepare_change(officer, photo_id, alt="Une rue")
    services.change_photo(officer, photo_id, 1, change=change)
    post = queries.get_post(author, queries.get_photo(author, photo_id).post_id)
    assert [edit.body for edit in queries.list_edits(author, post).items] == ["La rue"]
