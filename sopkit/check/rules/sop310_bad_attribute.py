"""Bad attribute.

What it finds:
In the braces after a step or branch: a word that is no attribute (the nearest is named), a value
that does not fit, an attribute given twice or in the wrong place, `overdue` without `within`, and
`max` where no other branch remains for when it is used up.

Why it matters:
Attributes steer the flow, the roles and the measurements. One that is not understood would be lost
without anybody noticing.

Example:

    1. **Answer the e-mail.** {role=agent witin=4h}
    2. **Close the case.**

Use instead:

    1. **Answer the e-mail.** {role=agent within=4h}
    2. **Close the case.**
"""

from __future__ import annotations
