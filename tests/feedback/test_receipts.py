"""Does a receipt open its thread however it is typed, and can nobody find one by trying?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.feedback.receipts import DIGITS, receipt_for, receipt_hash

KEY = "a key of this installation, long enough"
SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
BETWEEN = st.sampled_from(["", " ", "-", "\u00a0", "\u200f", "\n", ".", "–", " / "])


@given(st.text(max_size=40), st.data())
def test_a_receipt_is_the_same_in_any_digits_with_any_signs_between(seed: str, data: st.DataObject) -> None:
    receipt = receipt_for(KEY, seed)
    typed = "".join(
        data.draw(st.sampled_from(SCRIPTS))[int(digit)] + data.draw(BETWEEN) for digit in receipt if digit != " "
    )
    assert receipt_hash(KEY, typed) == receipt_hash(KEY, receipt)


@given(st.text(max_size=40))
def test_a_receipt_has_twenty_eight_digits_in_groups_of_four(seed: str) -> None:
    groups = receipt_for(KEY, seed).split(" ")
    assert [len(group) for group in groups] == [4] * (DIGITS // 4)
    assert "".join(groups).isdecimal()
    assert 10**DIGITS > 2**80


@given(st.text(max_size=300))
def test_whatever_is_typed_has_a_hash(typed: str) -> None:
    assert len(receipt_hash(KEY, typed)) == 32


def test_each_digit_counts() -> None:
    receipt = receipt_for(KEY, "seed")
    others = {receipt[:at] + str((int(c) + 1) % 10) + receipt[at + 1 :] for at, c in enumerate(receipt) if c != " "}
    hashes = {receipt_hash(KEY, other) for other in others}
    assert len(hashes) == DIGITS
    assert receipt_hash(KEY, receipt) not in hashes


@pytest.mark.parametrize("make", [receipt_for, receipt_hash])
def test_another_installation_makes_others_of_the_same(make: object) -> None:
    assert make(KEY, "1234") != make(KEY + "!", "1234")  # type: ignore[operator]
