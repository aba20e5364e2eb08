"""Named places where a body can be cut: the boundary classes of the catalogue.

A cut position p means that a piece ends at byte p, between body[p-1] and body[p]; 0 < p < len(body). `classify` finds
the places of a body, with one module of `groups/` for each group; `coverage` says which of them a set of cuts hits;
`kinds` says what a class is, `positions` holds many places in little memory, `view` is the body as the groups look at
it, and `cuts` has sets of cuts as the bits of one number.
"""
