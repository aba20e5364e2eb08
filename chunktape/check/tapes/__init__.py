"""The bodies with which a client is checked.

`tape` is one body; `library` has the user's own, the bundled ones, and the rewrites beside a tape; `other_text` puts
other text into a recorded stream; `template` makes a stream in the JSON of a person's own backend; `fields` finds
that JSON in what a module reads, by what is `followed` in its text; `span` is a few events of a tape; `other_shape`
compares two tapes of one check; `traits` are what a tape has that makes clients wrong without any cut.
"""

from chunktape.check.tapes.library import beside, bundled, distinct, first_of_each, given, of_shape
from chunktape.check.tapes.tape import Tape

__all__ = ["Tape", "beside", "bundled", "distinct", "first_of_each", "given", "of_shape"]
