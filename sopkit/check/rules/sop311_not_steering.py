"""Looks like steering, but is not.

What it finds:
Text that a reader takes for an instruction where to go, but that does not steer the flow: an arrow
to a step in the middle of a text, an arrow to a step's number or title, “go to step 3”, a number
or letter of a list typed inside a paragraph, a jump on a decision or parallel itself, or the
answers yes and no under a title that is no question.

Why it matters:
The text would say one thing and the flowchart another. Numbers also change whenever a step is
added, and then the text points at the wrong step.

Example:

    1. **Ask for the order number.**
    2. **Does the customer have it?**
       - Yes: continue
       - No: look it up by postcode and go to step 1
    3. **Open the order.**

Use instead:

    1. **Ask for the order number.** {#ask}
    2. **Does the customer have it?**
       - Yes: continue
       - No: look it up by postcode → [Ask for the order number](#ask) {max=1}
       - No, and it cannot be found: open a new case → end
    3. **Open the order.**
"""

from __future__ import annotations
