"""The endpoints under `/@chunktape/`: `routes` has the small ones, `plans` those about plans and coverage, `settings`
what is set while the player runs, `events` the journal as it happens, `request` one request of it, `hello` the page
for a phone; `bodies` reads what is posted.
"""
