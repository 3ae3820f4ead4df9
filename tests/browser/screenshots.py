"""How does it look? `python -m tests.browser.screenshots FOLDER [NAME …]` keeps pictures of every page, or of some.

Each in Arabic and French, on a telephone and on a desk: `home.ar.390.png`. With `--pictures` it keeps those of the
README instead: `home.ar.png`, `desk.fr.png`. Not a test; it serves a sample city of its own.
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.serving import Site, browsing, sample_city
from tests.browser.stage import PAGES, Seen, Stage, set_stage

LOCALES = ("ar", "fr")
WIDTHS = (390, 1280)
PICTURES = {"home": "ar", "desk": "fr"}
PICTURE_HEIGHT = 1180


def main() -> None:
    asked = _arguments()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as instance, sample_city(Path(instance)) as site, browsing() as browser:
        stage = set_stage(site.app)
        for seen in _chosen([*PICTURES] if asked.pictures else asked.names):
            for locale in LOCALES:
                page = _open(browser, site, stage, seen, locale)
                if not asked.pictures:
                    _keep_all(page, asked.folder, f"{seen.name}.{locale}")
                elif PICTURES[seen.name] == locale:
                    page.screenshot(path=asked.folder / f"{seen.name}.{locale}.png")
                page.context.close()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="of pages; none: all")
    parser.add_argument("--pictures", action="store_true", help="those of the README")
    return parser.parse_args()


def _chosen(names: list[str]) -> Iterable[Seen]:
    return [seen for seen in PAGES if not names or seen.name in names]


def _open(browser: Browser, site: Site, stage: Stage, seen: Seen, locale: str) -> Page:
    size = {"width": WIDTHS[-1], "height": PICTURE_HEIGHT}
    context = browser.new_context(base_url=site.url, locale=locale, viewport=size, reduced_motion="reduce")
    context.add_cookies([{"name": "language", "value": locale, "url": site.url}])
    if seen.viewer:
        context.add_cookies([site.cookie_of(seen.viewer)])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(stage.address(seen), wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => null)")
    return page


def _keep_all(page: Page, folder: Path, name: str) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=folder / f"{name}.{width}.png", full_page=True)


if __name__ == "__main__":
    main()
