"""The endpoints under `/@chunktape/`: `routes` has the small ones, `plans` those about plans and coverage, `hello` the
page for a phone.
"""
