"""Section twice.

What it finds:
A section that stands in the procedure for the second time, under the same name or another one
(“Terms” and “Definitions”). Headings that the format does not know may be repeated.

Why it matters:
A reader who found one of the two does not look for the other. Only the steps of the first
instructions are in the flowchart.

Example:

    ## Scope

    Complaints by telephone.

    ## Instructions

    1. Listen to the customer.

    ## Scope

    Complaints by e-mail.

Use instead:

    ## Scope

    Complaints by telephone and by e-mail.

    ## Instructions

    1. Listen to the customer.
"""
