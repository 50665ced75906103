"""How texts break into lines."""

from __future__ import annotations

import pytest

from sopkit.render.measure import text_width
from sopkit.render.options import TITLE_SIZE
from sopkit.render.wrap import wrap


@pytest.mark.parametrize("amount", ["€ 15", "$ 2.50", "95 %", "§ 7"])
def test_an_amount_stays_with_its_sign_wherever_the_line_ends(amount: str) -> None:
    text = f"Geef zelf tot {amount} terug"
    narrowest = max(text_width(word, TITLE_SIZE) for word in ("Geef", "terug", amount))
    for more in range(0, 200, 3):
        lines = wrap(text, narrowest + more, TITLE_SIZE)
        assert any(amount in line for line in lines)
        assert " ".join(lines) == text
