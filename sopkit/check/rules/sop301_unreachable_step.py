"""Unreachable step.

What it finds:
Steps that no path from the start leads to. Steps that hang together are reported once, at the
first of them, also when they only lead around among themselves. Behind a jump to an unknown id
nothing is reported: that id may lead anywhere.

Why it matters:
Nobody who follows the procedure ever comes to these steps. Either they are left over from an
older version, or a jump that should lead to them is missing.

Example:

    1. **Is the invoice right?**
       - Yes: confirm it to the customer → end
       - No → [Correct the invoice](#correct)
    2. **Ask for a copy of the invoice.**
    3. **Correct the invoice.** {#correct}

Use instead:

    1. **Is the invoice right?**
       - Yes: confirm it to the customer → end
       - No: continue
    2. **Ask for a copy of the invoice.**
    3. **Correct the invoice.** {#correct}
"""

from __future__ import annotations
