"""Endless loop.

What it finds:
Steps that lead to one another in a circle that nothing leaves. The finding stands at the jump
that closes the circle. Its trace shows the shortest way there and then once round.

Why it matters:
Whoever comes here can never finish the procedure. In practice people stop somewhere, each at a
point of their own, and nobody knows whether the case was closed.

Example:

    1. **Call the customer.** {#call}
    2. **Does the customer answer?**
       - Yes: tell what you found → [Call the customer](#call)
       - No: leave a message → [Call the customer](#call)

Use instead:

    1. **Call the customer.** {#call}
    2. **Does the customer answer?**
       - Yes: tell what you found → end
       - No, for the first time: leave a message → [Call the customer](#call) {max=1}
       - No, again: send an e-mail → end
"""

from __future__ import annotations
