"""What came with release 0.3 about contacts in many: segments."""

from app.domain.segments import Condition, Rule, Segment, SegmentRemoved, SegmentSaved
from tests.storage.golden_people import LEA, MEMBER
from tests.storage.golden_rich import Body


def segment_bodies() -> list[Body]:
    """One of each kind and more."""
    quiet = Rule("all", (Condition("tag", "is", ("VIP",)), Condition("last", "older", ("90",))))
    anybody = Rule("any", (Condition("language", "is", ("fr", "en")), Condition("field:f1", "filled")))
    bodies = [
        SegmentSaved(Segment("s1", "Fidèles silencieux", quiet), LEA),
        SegmentSaved(Segment("s2", "À moi", anybody, LEA), LEA),
        SegmentSaved(Segment("s3", "À effacer", Rule(), LEA), LEA),
        SegmentRemoved("s3", LEA),
    ]
    return [(MEMBER, body, None) for body in bodies]
