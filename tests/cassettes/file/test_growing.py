from hypothesis import given
from hypothesis import strategies as st

from cassettes.file.growing import Growing
from cassettes.model import Chunk, Chunks, Ending, EndKind, Mark, Request, ResponseHead

REQUEST = Request("GET", b"/", ())
CHUNKS = st.lists(
    st.builds(Chunk, st.integers(0, 2**40), st.integers(0, 2**31), st.binary(max_size=9), st.sampled_from(Mark))
)


@given(CHUNKS, CHUNKS)
def test_one_by_one_and_as_columns_give_the_same_chunks(single: list[Chunk], together: list[Chunk]) -> None:
    one = Growing(REQUEST)
    for chunk in single:
        one.add(*chunk)
    one.extend(
        [chunk.at for chunk in together],
        [chunk.read for chunk in together],
        [chunk.mark for chunk in together],
        [chunk.data for chunk in together],
    )
    assert one.finish(1).chunks == Chunks.of(single + together)


def test_without_an_ending_it_was_interrupted_at_the_time_of_what_came_last() -> None:
    one = Growing(REQUEST)
    assert one.finish(1).ending == Ending(EndKind.INTERRUPTED, 0)
    one.head = ResponseHead(5, 200, b"OK", ())
    assert one.finish(1).ending == Ending(EndKind.INTERRUPTED, 5)
    one.add(7, 1, b"a", Mark.END)
    assert one.finish(1).ending == Ending(EndKind.INTERRUPTED, 7)
    one.ending = Ending(EndKind.COMPLETE, 9)
    assert one.finish(1).ending == Ending(EndKind.COMPLETE, 9)
