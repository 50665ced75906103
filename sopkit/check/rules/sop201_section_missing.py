"""Required section missing.

What it finds:
A procedure without one of the three required sections: purpose, terms and instructions. Each may
have its English or its Dutch name, in a second-level heading.

Why it matters:
The purpose says when the procedure applies, the terms how its words are meant, the instructions
what to do. Without terms write “None.”: then it is clear that they were not forgotten.

Example:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---

    ## Purpose

    Every complaint is handled in the same way.

    ## Instructions

    1. Listen to the customer.

Use instead:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    ---

    ## Purpose

    Every complaint is handled in the same way.

    ## Terms

    None.

    ## Instructions

    1. Listen to the customer.
"""
