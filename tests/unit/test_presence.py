"""Who is reachable, and for how long has somebody been gone? With a clock of our own."""

from agents.presence import LEASE, Absences

AMIRA, OMAR = 1, 2
EVERYBODY = [AMIRA, OMAR]


def test_a_lease_makes_reachable_and_its_loss_counts_from_then_on() -> None:
    absences = Absences()
    absences.read(EVERYBODY, {AMIRA}, True, 0)
    assert absences.reachable == {AMIRA}
    absences.read(EVERYBODY, set(), True, 5)
    assert absences.reachable == set()
    absences.read(EVERYBODY, set(), True, 8)
    assert absences.gone_for(AMIRA, 9) == 4
    absences.read(EVERYBODY, {AMIRA}, True, 10)
    assert absences.gone_for(AMIRA, 10) == 0


def test_an_emptied_redis_makes_nobody_vanish() -> None:
    absences = Absences()
    absences.read(EVERYBODY, {AMIRA, OMAR}, True, 0)
    absences.read(EVERYBODY, set(), False, 1)  # flushed: the witness is gone with the leases
    absences.read(EVERYBODY, {AMIRA}, True, 4)  # Amira's process has renewed, Omar's not yet
    assert absences.reachable == {AMIRA, OMAR}
    assert absences.gone_for(OMAR, 4) == 0
    absences.read(EVERYBODY, {AMIRA}, True, 1 + LEASE)  # by now it must have
    assert absences.reachable == {AMIRA}


def test_a_silent_redis_makes_nobody_vanish() -> None:
    absences = Absences()
    absences.read(EVERYBODY, {AMIRA}, True, 0)
    absences.read(EVERYBODY, set(), True, 2)
    absences.silent()
    assert absences.gone_for(AMIRA, 50) == 0
    absences.read(EVERYBODY, set(), True, 60)
    assert absences.gone_for(AMIRA, 60) == 0
    absences.read(EVERYBODY, set(), True, 60 + LEASE)
    assert absences.gone_for(AMIRA, 61 + LEASE) == 1


def test_a_reader_that_slept_begins_to_count_anew() -> None:
    absences = Absences()
    absences.read(EVERYBODY, {AMIRA}, True, 0)
    absences.read(EVERYBODY, set(), True, 1)
    absences.read(EVERYBODY, set(), True, 2 + LEASE)  # stopped in between: leases may have lapsed unseen
    assert absences.gone_for(AMIRA, 2 + LEASE) == 0


def test_a_new_leader_takes_nobody_for_gone_before_every_lease_must_have_been_renewed() -> None:
    absences = Absences(reachable={OMAR})
    absences.read(EVERYBODY, {AMIRA}, True, 0)
    assert absences.reachable == {AMIRA, OMAR}
    absences.read(EVERYBODY, {AMIRA}, True, 5)
    assert absences.reachable == {AMIRA, OMAR}
    absences.read(EVERYBODY, {AMIRA}, True, 10)
    absences.read(EVERYBODY, {AMIRA}, True, LEASE)
    assert absences.reachable == {AMIRA}
