"""Coroutines that the window starts."""

from ui.tasks import Tasks


def fail(error: BaseException) -> None:
    raise error


async def test_what_is_asked_for_before_the_loop_runs_is_done_when_it_does() -> None:
    """Enter was pressed, or a picture was painted, while the program was still starting."""
    done: list[str] = []

    async def act(name: str) -> None:
        done.append(name)

    tasks = Tasks(fail, has_loop=False)
    tasks.spawn(act("first"), "first")
    tasks.spawn(act("second"), "second")
    assert tasks.count == 2 and done == []
    tasks.begin()
    await tasks.close()
    assert tasks.count == 0


async def test_early_wishes_are_done_in_their_order() -> None:
    import asyncio

    done: list[str] = []

    async def act(name: str) -> None:
        done.append(name)

    tasks = Tasks(fail, has_loop=False)
    for name in ("first", "second"):
        tasks.spawn(act(name), name)
    tasks.begin()
    while tasks.count:  # noqa: ASYNC110 - a turn of the loop, no time
        await asyncio.sleep(0)
    assert done == ["first", "second"]
    await tasks.close()


async def test_a_window_that_closes_before_its_loop_runs_leaves_nothing_behind() -> None:
    async def never() -> None:
        raise AssertionError

    tasks = Tasks(fail, has_loop=False)
    tasks.spawn(never(), "never")
    await tasks.close()
    assert tasks.count == 0


def test_what_a_timer_asks_for_after_the_loop_is_let_go_without_a_word() -> None:
    reported: list[BaseException] = []
    tasks = Tasks(reported.append)
    done: list[str] = []

    async def work() -> None:
        done.append("work")

    tasks.spawn(work(), "too late")
    assert (done, tasks.count, reported) == ([], 0, [])
