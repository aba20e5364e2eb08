"""Which bodies a client is checked with.

`tape` is one body; `library` has the user's own, the bundled ones, and the rewrites beside a tape; `other_text` puts
other text into a recorded stream; `template` makes a stream in the JSON of a person's own backend, and `fields` finds
that JSON in what a module reads.
"""

from chunktape.check.tapes.library import beside, bundled, distinct, first_of_each, given, of_shape
from chunktape.check.tapes.tape import Tape

__all__ = ["Tape", "beside", "bundled", "distinct", "first_of_each", "given", "of_shape"]
