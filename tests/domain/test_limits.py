import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.limits import NO_LIMITS, Allowance, Buckets, Limits, Rules


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


NONE = Allowance()


def limits_of(clock, user=NONE, space=NONE, under_way=0):
    return Limits(Rules(user, space, under_way), clock)


def test_so_many_questions_at_once_and_then_one_after_a_while(clock):
    limits = limits_of(clock, user=Allowance(2, 3.0))
    assert [limits.take("ana", "") for _ in range(3)] == [
        "",
        "",
        "You have asked a lot at once. Please try again in 3 seconds.",
    ]
    clock.now += 2.5
    assert limits.take("ana", "").endswith("in 1 second.")
    clock.now += 0.5
    assert limits.take("ana", "") == ""
    assert limits.take("ana", "") != ""


def test_one_persons_limit_is_not_anothers(clock):
    limits = limits_of(clock, user=Allowance(1, 3.0))
    assert [limits.take(user, "") for user in ("ana", "ben")] == ["", ""]


def test_a_space_has_a_limit_of_its_own_and_takes_nothing_from_its_people(clock):
    limits = limits_of(clock, user=Allowance(1, 3.0), space=Allowance(1, 300.0))
    assert limits.take("ana", "T1") == ""
    sentence = limits.take("ben", "T1")
    assert sentence == "A lot is being asked here at the moment. Please try again in 5 minutes."
    assert limits.take("ben", "T2") == ""


def test_who_waits_loses_nothing_by_asking(clock):
    limits = limits_of(clock, user=Allowance(1, 3.0))
    for _ in range(10):
        limits.take("ana", "")
    clock.now += 3
    assert limits.take("ana", "") == ""


def test_without_names_or_without_limits_nobody_waits(clock):
    strict, lenient = limits_of(clock, Allowance(1), Allowance(1)), Limits(NO_LIMITS, clock)
    assert {strict.take("", "") for _ in range(100)} == {""}
    assert {lenient.take("ana", "T1") for _ in range(100)} == {""}
    assert strict.remembered == lenient.remembered == 0


def test_a_crowd_is_more_than_there_may_be_and_never_where_that_is_off(clock):
    limits = limits_of(clock, under_way=2)
    assert [limits.is_crowded(number) for number in (1, 2, 3)] == [False, False, True]
    assert not limits_of(clock).is_crowded(10_000)


def test_a_bucket_that_is_full_again_takes_no_memory(clock):
    limits = limits_of(clock, user=Allowance(2, 1.0), space=Allowance(50, 0.5))
    for number in range(10_000):
        limits.take(f"user{number}", f"space{number % 100}")
        clock.now += 0.01
    assert limits.remembered <= 300


@given(st.lists(st.tuples(st.floats(0, 10), st.integers(0, 2)), max_size=60))
def test_nobody_ever_gets_more_than_at_once_and_the_refill(steps):
    clock = Clock()
    buckets = Buckets(Allowance(5, 2.0), clock)
    begun = clock.now
    taken = dict.fromkeys("abc", 0)
    for pause, who in steps:
        clock.now += pause
        bucket = "abc"[who]
        if not buckets.wait(bucket):
            buckets.take(bucket)
            taken[bucket] += 1
        assert taken[bucket] <= 5 + (clock.now - begun) / 2.0 + 1e-6


@given(st.floats(0.01, 100), st.integers(1, 50))
def test_after_the_told_wait_there_is_something_to_take(seconds, at_once):
    clock = Clock()
    buckets = Buckets(Allowance(at_once, seconds), clock)
    for _ in range(at_once):
        assert buckets.wait("a") == 0.0
        buckets.take("a")
    clock.now += buckets.wait("a") + 1e-6
    assert buckets.wait("a") == pytest.approx(0.0, abs=1e-6)


def test_only_shared_limits_keep_a_note_of_what_was_taken(clock):
    limits = limits_of(clock, Allowance(5), Allowance(9))
    limits.take("ana", "T1")
    assert limits.spent() == {}
    limits.shared = True
    for space in ("T1", "T1", ""):
        limits.take("ana", space)
    assert limits.spent() == {"user:ana": 3.0, "space:T1": 2.0}
    assert limits.spent() == {}


def test_what_others_took_counts_here_and_nothing_is_owed(clock):
    limits = limits_of(clock, Allowance(5, 1.0), Allowance(9, 1.0))
    limits.others_took({"user:ana": 4.0, "space:T1": 100.0})
    assert limits.take("ana", "") == ""
    assert limits.take("ana", "").endswith("in 1 second.")
    assert limits.take("ben", "T1").endswith("in 1 second.")


def test_what_nobody_could_be_told_is_told_later_unless_it_no_longer_matters(clock):
    limits = limits_of(clock, Allowance(5, 1.0), Allowance(9, 1.0))
    limits.shared = True
    limits.take("ana", "")
    spent = limits.spent()
    limits.take("ana", "")
    limits.not_told(spent)
    assert limits.spent() == {"user:ana": 2.0}
    clock.now += 60
    limits.not_told(spent)
    assert limits.spent() == {}


def test_somebody_is_told_to_wait_once_in_a_while(clock):
    limits = Limits(clock=clock)
    assert [limits.is_news(user) for user in ("ana", "ana", "ben")] == [True, False, True]
    clock.now += 31
    assert limits.is_news("ana")
    assert limits.remembered == 1


def test_nobody_who_types_by_hand_goes_without_suggestions_and_a_program_does(clock):
    limits = Limits(NO_LIMITS, clock)
    for _ in range(200):
        clock.now += 0.3
        assert limits.may_type("ana")
    assert sum(limits.may_type("a program") for _ in range(200)) == 40
