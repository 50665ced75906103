"""Id used twice.

What it finds:
A step whose written id is also the written id of another step, or is one of the reserved ids
`start`, `end` and `einde`. Ids that are made from titles never clash: they get a number.

Why it matters:
A jump to that id could mean either step. Training records, measurements and links from other
procedures point to steps by their ids as well.

Example:

    1. **Call the customer.** {#contact}
    2. **Is the customer reached?**
       - Yes: continue
       - No: send an e-mail {#contact}
    3. **Note the result.**

Use instead:

    1. **Call the customer.** {#call}
    2. **Is the customer reached?**
       - Yes: continue
       - No: send an e-mail {#mail}
    3. **Note the result.**
"""

from __future__ import annotations
