"""Nobody trains: a clock, then darkness, until somebody comes or presses."""

from exercises.pose import Pose
from mirror.programme.cards import reminder
from mirror.session.inputs import Button
from mirror.session.scenes import IdleView
from mirror.session.stage import Stage
from mirror.session.states.state import Outcome

MINUTE_S = 60.0
NOTICED_S = 1.0
"""Somebody must be seen for this long: one who only walks past does not wake the mirror."""


class Idle:
    """See the module."""

    name = "idle"

    def __init__(self, stage: Stage) -> None:
        """Start now."""
        self._stage = stage
        self._since_s = stage.now_s

    def pose(self, _pose: Pose) -> Outcome | None:
        """Only the stage looks at poses here."""
        return None

    def tick(self) -> Outcome | None:
        """Somebody came after the mirror went idle; who was there already stays unasked."""
        came = self._stage.seen_since_s >= self._since_s
        return "woken" if came and self._stage.seen_for_s >= NOTICED_S else None

    def press(self, _button: Button) -> Outcome | None:
        """Any button wakes."""
        return "woken"

    def picture(self) -> IdleView:
        """Clock, and what waits or the day's reminder; nothing at all after a while."""
        stage = self._stage
        away_s = min(stage.away_for_s, stage.now_s - self._since_s)
        member = stage.member
        carried = None if member is None else reminder(member.person, stage.day)
        key = "idle.continue" if stage.parked is not None else carried or "idle.next"
        return IdleView(
            clock=stage.time_of_day,
            next_session=stage.texts[key],
            asleep=away_s > stage.settings.presence.sleep_min * MINUTE_S,
            labels=(stage.label("select", "start"),),
        )
