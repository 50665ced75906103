"""Made-up procedures for hypothesis, which shrinks one that fails to a small one."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.generate.invent import RECIPES, Recipe, invent
from tests.generate.procedure import Procedure


@st.composite
def procedures(draw: st.DrawFn, recipes: tuple[Recipe, ...] = RECIPES) -> Procedure:
    """Procedures after one of the recipes."""
    recipe = draw(st.sampled_from(recipes))
    return invent(draw(st.randoms(use_true_random=False)), recipe)
