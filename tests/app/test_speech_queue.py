"""What is said now: the most urgent that is still true."""

from math import inf

import pytest

from mirror.speech.queue import CAPACITY, Queue
from mirror.speech.utterance import Priority, TakenBack, Utterance


def words(
    text: str,
    priority: Priority = Priority.NOTE,
    *,
    expires_s: float = inf,
    topic: str = "",
    starts_s: float = -inf,
) -> Utterance:
    return Utterance(text, priority, expires_s, topic=topic, starts_s=starts_s)


def told(queue: Queue, t_s: float = 0.0, *, busy: bool = False, but: str = "") -> str | None:
    found = queue.next(t_s, busy=busy, ready=lambda one: one.text != but)
    return None if found is None else found.text


def queue_of(*all_of_them: Utterance) -> Queue:
    queue = Queue()
    for one in all_of_them:
        queue.add((one,))
    return queue


def test_the_most_urgent_first_and_the_older_of_two_alike() -> None:
    queue = queue_of(
        words("note"),
        words("cue", Priority.CUE),
        words("lost", Priority.MUST),
        words("side", Priority.MUST),
        words("3", Priority.COUNT),
    )
    assert [told(queue) for _ in range(6)] == ["3", "lost", "side", "cue", "note", None]


@pytest.mark.parametrize(("t_s", "said"), [(10.8, "3"), (10.81, None)])
def test_what_is_no_longer_true_is_not_said(t_s: float, said: str | None) -> None:
    assert told(queue_of(words("3", Priority.COUNT, expires_s=10.8)), t_s) == said


def test_nothing_is_said_before_its_time() -> None:
    queue = queue_of(words("lower", starts_s=5.0))
    assert told(queue, 4.9) is None
    assert told(queue, 5.0) == "lower"


def test_words_wait_until_the_speaker_is_free() -> None:
    queue = queue_of(words("cue", Priority.CUE))
    assert told(queue, busy=True) is None
    assert told(queue) == "cue"


def test_what_must_be_heard_cuts_a_cue_off() -> None:
    queue = queue_of(words("cue", Priority.CUE))
    told(queue)
    queue.add((words("lost", Priority.MUST),))
    assert told(queue, busy=True) == "lost"


@pytest.mark.parametrize("priority", [Priority.COUNT, Priority.MUST])
def test_what_must_be_heard_lets_a_count_and_its_like_end(priority: Priority) -> None:
    queue = queue_of(words("first", priority))
    told(queue)
    queue.add((words("lost", Priority.MUST),))
    assert told(queue, busy=True) is None
    assert told(queue) == "lost"


@pytest.mark.parametrize("priority", [Priority.PROMPT, Priority.NOTE])
def test_a_count_cuts_off_what_the_rep_made_pointless(priority: Priority) -> None:
    queue = queue_of(words("slowly down", priority))
    told(queue)
    queue.add((words("4", Priority.COUNT),))
    assert told(queue, busy=True) == "4"


def test_a_count_waits_for_a_cue_and_is_dropped_when_late() -> None:
    queue = queue_of(words("cue", Priority.CUE))
    told(queue)
    queue.add((words("4", Priority.COUNT, expires_s=1.8),))
    assert told(queue, 1.0, busy=True) is None
    assert told(queue, 2.0) is None


def test_newer_words_on_a_topic_replace_those_that_wait() -> None:
    queue = queue_of(words("left", topic="side"), words("right", topic="side"))
    assert [told(queue), told(queue)] == ["right", None]


def test_two_words_of_one_happening_may_share_a_topic() -> None:
    queue = Queue()
    queue.add((words("hold", topic="prompt"), words("lower", topic="prompt", starts_s=1.0)))
    assert [told(queue), told(queue), told(queue, 1.0)] == ["hold", None, "lower"]


def test_what_is_taken_back_is_not_said() -> None:
    queue = queue_of(words("lower", topic="prompt"), words("cue"))
    queue.add((TakenBack("prompt"),))
    assert [told(queue), told(queue)] == ["cue", None]


def test_a_sentence_that_is_not_rendered_yet_lets_others_pass() -> None:
    queue = queue_of(words("lost", Priority.MUST), words("cue", Priority.CUE))
    assert told(queue, but="lost") == "cue"
    assert told(queue) == "lost"


def test_a_full_queue_drops_the_least_urgent_and_never_what_must_be_heard() -> None:
    queue = queue_of(words("side", Priority.MUST))
    for number in range(CAPACITY + 5):
        queue.add((words(f"note {number}", expires_s=9.0),))
    assert len(queue.waiting) == CAPACITY
    assert told(queue) == "side"
    assert told(queue) == "note 6"
