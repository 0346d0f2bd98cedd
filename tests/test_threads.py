import gc
from threading import Barrier, Event, current_thread

from puskesos.threads import ROUNDS, WarmThreads, calm_collector, warm_threads

PATIENCE = 10  # seconds


class Task:
    """Runs what it was given in whichever thread takes it."""

    def __init__(self, work=lambda: None):
        self.work, self.done, self.thread = work, Event(), None

    def service(self):
        self.thread = current_thread().name
        self.work()
        self.done.set()

    def cancel(self):
        self.done.set()


def give(threads: WarmThreads, task: Task) -> Task:
    threads.add_task(task)
    return task


def wait_until_idle(threads: WarmThreads) -> None:
    """Every thread stands in the queue again."""
    pause = Event()
    for _ in range(1000):
        with threads.lock:
            if threads.active_count == 0:
                return
        pause.wait(0.01)
    raise AssertionError("a thread never came back")


def test_the_thread_that_worked_last_works_next():
    threads = warm_threads(4)
    try:
        wait_until_idle(threads)
        worked = set()
        for _ in range(20):
            task = give(threads, Task())
            assert task.done.wait(PATIENCE)
            wait_until_idle(threads)
            worked.add(task.thread)
        assert len(worked) == 1
    finally:
        threads.shutdown()


def test_all_threads_work_at_once_and_end():
    threads = warm_threads(4)
    together = Barrier(4, timeout=PATIENCE)
    tasks = [give(threads, Task(together.wait)) for _ in range(4)]
    assert all(task.done.wait(PATIENCE) for task in tasks)
    assert len({task.thread for task in tasks}) == 4
    threads.shutdown()
    assert not threads.threads


def test_work_that_waited_for_a_thread_is_done_in_turn():
    threads, begun, go, order = warm_threads(1), Event(), Event(), []
    try:
        give(threads, Task(lambda: (begun.set(), go.wait(PATIENCE))))
        assert begun.wait(PATIENCE)
        tasks = [give(threads, Task(lambda number=number: order.append(number))) for number in range(5)]
        go.set()
        assert all(task.done.wait(PATIENCE) for task in tasks)
        assert order == [0, 1, 2, 3, 4]
    finally:
        threads.shutdown()


def test_the_collector_lets_the_program_itself_be() -> None:
    usual = gc.get_threshold()
    try:
        calm_collector()
        assert gc.get_freeze_count() > 10_000 > len(gc.get_objects()) and gc.get_threshold() == ROUNDS
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)
