"""Nested too deep.

What it finds:
A step that stands inside more than 20 others: decisions, parallels and sub-steps each count as one
level. Deeper text is kept and printed, but it is not read as steps.

Why it matters:
Nobody can follow a procedure that many levels down, and its flowchart fits on no page.

Example:

A question whose answer is a list of steps, one of which is a question, twenty times over.

Use instead:

The inner steps as a procedure of their own, which the outer one calls.
"""

from __future__ import annotations
