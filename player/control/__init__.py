"""The endpoints under `/@chunktape/`: `routes` has the small ones, `plans` those about plans and coverage, `settings`
what is set while the player runs, `events` the journal as it happens, `request` one request of it, `hello` the page
for a phone, `inspector` the page for eyes, with `words` (its sentences) and `recorded_json` (an opened recording, a
request to repeat); `endpoints` has what all share, `peers` asks other workers.
"""
