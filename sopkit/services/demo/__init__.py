"""A register to try things with: the example library, lived in for a year.

Everything in it is done through the services that people use, at moments in the past that follow
from the day on which it is made. `cast` has the people, `story` what they did, `manuscript` the
texts of then, `chronicle` the order of it all, and `making` carries it out.
"""
