"""Front matter is not YAML.

What it finds:
Front matter that cannot be read as a list of keys with values, at the place where reading stops.
Where it is known which value needs quotes, that is said. Aliases (`*name`) are not allowed. The
same holds for organisation.yaml and the files of standards.

Why it matters:
One unlucky character makes the whole front matter unreadable: number, owner and targets would be
lost.

Example:

    ---
    number: KS-003
    title: Complaint: by telephone
    department: Customer service
    ---

Use instead:

    ---
    number: KS-003
    title: "Complaint: by telephone"
    department: Customer service
    ---
"""

from __future__ import annotations
