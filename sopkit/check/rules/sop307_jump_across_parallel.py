"""Jump across a parallel's edge.

What it finds:
A jump, an `overdue`, an end or a hand-over that leaves a branch of a parallel, enters one, or goes
from one branch into another.

Why it matters:
The step after a parallel waits for all of its branches. A branch that leaves never arrives there,
so the others wait for ever; a branch that is entered from outside runs without the others.

Example:

    1. **Prepare the delivery.** {parallel}
       - Goods: pick the goods
       - Is anything out of stock?
         1. Call the customer. → [Cancel the order](#cancel)
    2. **Load the van.** → end
    3. **Cancel the order.** {#cancel}

Use instead:

    1. **Prepare the delivery.** {parallel}
       - Goods: pick the goods
       - Is anything out of stock?
         1. Call the customer.
    2. **Does the customer still want the order?**
       - Yes: load the van → end
       - No → [Cancel the order](#cancel)
    3. **Cancel the order.** {#cancel}
"""

from __future__ import annotations
