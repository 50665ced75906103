"""List outside its step.

What it finds:
A list that stands straight after a step but is not indented far enough to belong to it. It is
mended by as many spaces as number, point and space take: three, and four from step 10 on. Also
steps that go on counting with another mark, such as `7)` after `6.`: a new list to Markdown. In the
terms: two definitions without a blank line between them, where Markdown reads both as one.

Why it matters:
In print the list looks like part of the step, but its branches or check boxes are not in the
flowchart, and the numbering begins anew after it.

Example:

    1. **Collect the details.**
    - [ ] order number
    - [ ] postcode
    2. **Open the order.**

Use instead:

    1. **Collect the details.**
       - [ ] order number
       - [ ] postcode
    2. **Open the order.**
"""

from __future__ import annotations
