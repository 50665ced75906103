"""What is hashed is the same for the same values, however it is put together."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from sopkit.model.control import Meaning
from sopkit.store.columns import instant_text
from sopkit.store.trail import values_digest

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(),
    st.sampled_from(Meaning),
    st.datetimes(timezones=st.just(UTC)),
)


@given(st.lists(values, max_size=12))
def test_a_row_is_hashed_as_its_canonical_json(row: list[object]) -> None:
    told = [instant_text(each) if isinstance(each, datetime) else each for each in row]
    written = json.dumps(told, ensure_ascii=True, separators=(",", ":"))
    assert values_digest(row) == sha256(written.encode()).hexdigest()
