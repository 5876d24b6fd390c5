"""What committees hold of persons: given out on request, erased, anonymised, or kept because the minutes have to be.

ThürKO § 42 asks for minutes with those who were present, those who were missing and why, the motions, the resolutions and the
votes. That much of approved minutes is kept, inside the office; all else that names a person goes.
"""
