import pytest

from chunktape.workers.worker import VARIABLE, Worker, this_worker


def test_a_worker_knows_itself_by_the_environment_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(2, 4, 7, 9, 11, (("127.0.0.1", 1), ("::1", 2)))
    monkeypatch.setenv(VARIABLE, str(worker))
    assert this_worker() == worker
    assert this_worker() is None
