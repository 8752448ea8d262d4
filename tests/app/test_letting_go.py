import gc
import weakref

from bot.app.letting_go import let_go


class Part:
    """Something that refers to other things, and writes down when it is freed."""

    def __init__(self, name, freed, *parts):
        self.name = name
        self.parts = parts
        weakref.finalize(self, freed.append, name)


def test_owners_are_freed_before_their_parts_and_each_alone():
    freed = []
    deep = Part("deep", freed)
    owned = [Part("owner", freed, Part("middle", freed, deep)), Part("other", freed)]
    del deep
    let_go(owned)
    assert owned == []
    assert freed == ["owner", "other", "middle", "deep"]


def test_what_others_use_is_kept():
    freed = []
    shared = Part("shared", freed, [1, 2])
    let_go([Part("owner", freed, shared, Part, gc, let_go)])
    assert freed == ["owner"]
    assert shared.parts == ([1, 2],)


def test_what_lies_deeper_is_freed_with_what_holds_it():
    freed = []
    chain = Part("0", freed)
    for number in range(1, 40):
        chain = Part(str(number), freed, chain)
    owned = [chain]
    del chain
    let_go(owned, depth=2)
    assert len(freed) == 40


def test_parts_that_refer_to_each_other_are_seen_once():
    one, other = [], []
    one.append(other)
    other.append(one)
    let_go([one, one])
    assert one == [other]
    one.clear()
