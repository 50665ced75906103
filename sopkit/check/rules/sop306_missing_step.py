"""Jump to a missing step.

What it finds:
A jump, or `overdue=`, to an id that no step of this procedure has. The nearest id that exists is
named. Other checks assume that the missing step may lead anywhere, so one mistake gives one
finding.

Why it matters:
Ids are written by hand or made from a step's title. When a title changes, a jump to its old id no
longer leads anywhere.

Example:

    1. **Collect the details.** {#details}
    2. **Is everything there?**
       - Yes: continue
       - No: ask again → [Collect the details](#detials) {max=2}
    3. **Answer the question.**

Use instead:

    1. **Collect the details.** {#details}
    2. **Is everything there?**
       - Yes: continue
       - No: ask again → [Collect the details](#details) {max=2}
       - No, also after two questions: ask the team lead to join
    3. **Answer the question.**
"""

from __future__ import annotations
