"""What people do with the register: one use case a function, one transaction each.

Every function is told the time (`now`); none reads a clock. Who acts is an `Account`; an act that
is a signature takes the password too.
"""
