"""Applying what the team does to segments."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.events import Event
from app.domain.segments import SegmentRemoved, SegmentSaved
from storage.view import segments
from storage.view.subjects import Subjects


def _changed(subjects: Subjects, _event: Event, body: SegmentSaved | SegmentRemoved) -> None:
    if isinstance(body, SegmentSaved):
        subjects.write_later(segments.saved(body.segment))
    else:
        subjects.write_later(segments.removed(body.segment_id))
    subjects.has_new_team = True


SEGMENTS: Mapping[type, Callable[[Subjects, Event, Any], None]] = {
    SegmentSaved: _changed,
    SegmentRemoved: _changed,
}
