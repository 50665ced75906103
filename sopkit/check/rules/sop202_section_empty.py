"""Required section empty.

What it finds:
A heading of a required section with nothing under it. Instructions without steps are reported as
SOP204.

Why it matters:
A reader cannot tell whether there is nothing to say or whether somebody forgot it.

Example:

    ## Terms

    ## Instructions

    1. Listen to the customer.

Use instead:

    ## Terms

    None.

    ## Instructions

    1. Listen to the customer.
"""
