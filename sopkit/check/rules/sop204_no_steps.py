"""No steps.

What it finds:
Instructions without a numbered list, so without steps. Bullets and paragraphs are no steps.

Why it matters:
Without steps there is no flowchart, no training per step and nothing to measure.

Example:

    ## Instructions

    - Greet the customer.
    - Ask for the order number.

Use instead:

    ## Instructions

    1. Greet the customer.
    2. Ask for the order number.
"""

from __future__ import annotations
