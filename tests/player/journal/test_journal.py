from player.journal.journal import Journal


def test_the_number_that_comes_next_is_the_one_of_the_next_request() -> None:
    alone, second = Journal(0), Journal(0, share=(2, 3))
    for journal, numbers in ((alone, [1, 2, 3]), (second, [2, 5, 8])):
        for number in numbers:
            assert journal.next_number == number
            assert journal.begin(0, "", "GET", "/a").number == number
        journal.reset()
        assert journal.next_number == numbers[0]
