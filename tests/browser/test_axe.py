"""Would axe tell us? Faults planted in Arabic and in French, of which none may go unseen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

LETTERS = {"ar": "السلامة الطرقية أمام المدرسة", "fr": "La sécurité routière devant l’école"}


@pytest.mark.parametrize("locale", LETTERS)
def test_pale_letters_are_seen(open_page: Callable[..., Page], axe: Callable[[Page], list[str]], locale: str) -> None:
    page = open_page("/privacy", locale=locale)
    plant = """text => document.querySelector('main').insertAdjacentHTML('beforeend', `<p id="pale">${text}</p>`)"""
    page.evaluate(plant, LETTERS[locale])
    page.evaluate(
        "document.getElementById('pale').style.cssText = 'color: rgb(170, 170, 170); background: rgb(255, 255, 255)'"
    )
    assert [line for line in axe(page) if line.startswith("color-contrast") and "pale" in line]


def test_a_picture_without_words_is_seen(open_page: Callable[..., Page], axe: Callable[[Page], list[str]]) -> None:
    page = open_page("/privacy")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/star.svg\">')")
    assert [line for line in axe(page) if line.startswith("image-alt")]


def test_a_target_too_small_for_a_finger_is_seen(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = open_page("/privacy")
    page.evaluate(
        """() => {
            const buttons = '<button>أ</button><button>ب</button>';
            document.querySelector('main').insertAdjacentHTML('beforeend', `<div id="small">${buttons}</div>`);
            for (const one of document.querySelectorAll('#small button'))
                one.style.cssText = 'inline-size: 12px; block-size: 12px; padding: 0; border: 0; font-size: 8px';
        }"""
    )
    assert [line for line in axe(page) if line.startswith("target-size")]
