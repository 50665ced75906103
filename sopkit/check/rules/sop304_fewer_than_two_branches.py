"""Fewer than two branches.

What it finds:
A decision or a parallel with no branch or only one. A step is a decision when its title ends in a
question mark and it holds bullets without boxes.

Why it matters:
A question with one answer is no choice: the reader does not learn what to do otherwise. A parallel
with one branch is an ordinary step.

Example:

    1. **Is the customer at home?**
       - Yes: hand over the parcel
    2. **Sign off the delivery.**

Use instead:

    1. **Is the customer at home?**
       - Yes: hand over the parcel
       - No: leave a card with a new time
    2. **Sign off the delivery.**
"""

from __future__ import annotations
