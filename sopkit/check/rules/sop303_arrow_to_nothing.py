"""Arrow to nothing.

What it finds:
An arrow at the end of a step or branch whose target is neither a step, nor another procedure, nor
an end: plain words, a web address, or nothing at all.

Why it matters:
A reader guesses where the arrow leads; the flowchart cannot. Without a target the flow stops here
and no end is reached.

Example:

    1. **Is the parcel damaged?**
       - Yes: take a photo → the team lead
       - No: continue
    2. **Hand over the parcel.**

Use instead:

    1. **Is the parcel damaged?**
       - Yes: take a photo → [Inform the team lead](#inform)
       - No: continue
    2. **Hand over the parcel.** → end
    3. **Inform the team lead.** {#inform}
"""

from __future__ import annotations
