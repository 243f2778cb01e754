"""Decides whom to follow: pure rules over squares, shirts and times, without picture or model.

1. First: the most prominent person (sure, large, near the middle; lying, if the exercise is done
   so: whoever kneels beside them helps).
2. Every frame: the square may move only as far as a body can in the time passed. A square
   that jumps has gone over to somebody else, or the clip was cut; it is not believed.
3. After a loss: the person nearest in place, size and shirt. In the first half-second only
   one within a body's reach; then anybody in the same shirt who is no known bystander; then
   anybody but a bystander; after five seconds whoever is most prominent.
4. Now and then, more often in company, the detector looks at the whole frame. When people
   who met are apart again and the square went with the wrong one, it goes back. When the
   exercise is done lying and the followed one does not lie, it goes over to somebody who does.
"""

import math
from dataclasses import replace
from typing import Final

from device.pose.clothes import Colour, difference
from device.pose.detector import Candidate
from device.pose.roi import Roi
from device.pose.track import Track, distance, turned_rad

_MIN_SCORE: Final = 0.5  # MediaPipe's min_score_thresh
_OTHERWISE: Final = 0.25
"""Prominence of somebody who stands or kneels when the exercise is done lying, or the other way
round: a helper beside the mat may be twice as prominent (1 clip, changed in 3 ways)."""
_ANEW_S: Final = 2.0  # before going over to somebody lying is tried again
_CUT_S: Final = 0.5
"""A jump that lasts this long is a new scene (a cut in a clip), not a slip of the tracker."""
_STRANGER_S: Final = 2.0
_FORGET_S: Final = 5.0

# How far a square may move, in its own sides (a standing adult's is about 2.2 m), how much it
# may grow, in doublings, and how far it may turn: an allowance for the model's jitter plus so
# much a second. Largest seen in one frame of 34 clips of these exercises, people lying on the
# floor and clips sped up twofold among them: 1.3 sides, 2.6 doublings and 3.6 rad a second.
_JUMP_BODIES: Final = 0.06
_SPEED_BODIES: Final = 2.0
_JUMP_DOUBLINGS: Final = 0.2
_SPEED_DOUBLINGS: Final = 4.0
_JUMP_RAD: Final = 0.3
_SPEED_RAD: Final = 6.0

_WATCH_ALONE_S: Final = 1.0
_WATCH_COMPANY_S: Final = 0.2
_SAME_BODIES: Final = 0.3  # a detection this near the followed square is the followed person
_APART_BODIES: Final = 0.4  # nearer than this, the detector blends two people into one
_OTHER_SHIRT: Final = 20.0
"""In one person's clips nine tenths of the differences stay below 15; two shirts of the
rendered athletes differ by 30 or more."""
_SHIRT_PER_BODY: Final = 50.0  # this much difference counts like a whole body's distance
_MEETING_S: Final = 3.0  # after a longer meeting, what was before it is no guide any more
_BYSTANDER: Final = 2.0  # standard deviations within which a detection is a known bystander
_SURE: Final = 1.0  # standard deviations by which another match must be better, ...
_SURE_OF_NEW: Final = 2.0  # ... and with somebody not seen before the meeting


class Lock:
    """Whom we follow, where they should be, and who else is about."""

    def __init__(self, *, lying: bool | None = None) -> None:
        """Follow nobody yet.

        Args:
            lying: whether the one to follow lies; None when that is not known.
        """
        self._lying = lying
        self._roi: Roi | None = None
        self._last: tuple[Roi, float] | None = None
        """The latest believed square and its time."""
        self._me: Track | None = None
        """The followed person when last certain."""
        self._others: tuple[Track, ...] = ()
        self._watched_s = self._went_over_s = -math.inf

    @property
    def roi(self) -> Roi | None:
        """Where to look for the followed person, or None when a detection is needed."""
        return self._roi

    @property
    def in_company(self) -> bool:
        """Whether others are about."""
        return bool(self._others)

    def follow(self, roi: Roi, t_s: float) -> bool:
        """Take the square the landmark model gives for the next frame.

        Returns:
            Whether it can be the same person; if not, nobody is followed now.
        """
        if self._last is not None and not reachable(roi, *self._last, t_s):
            self._roi = None
            return False
        self.acquire(roi, t_s)
        return True

    def acquire(self, roi: Roi, t_s: float) -> None:
        """Follow the person in `roi` from now on."""
        self._roi = roi
        self._last = roi, t_s

    def lose(self) -> None:
        """The followed person is not where they were expected."""
        self._roi = None

    def choose(
        self, people: tuple[Candidate, ...], t_s: float, *, width_px: int, height_px: int
    ) -> Candidate | None:
        """The person to follow among those detected while nobody is followed, or None."""
        sure = [one for one in people if one.score >= _MIN_SCORE]
        if self._last is None or t_s - self._last[1] > _FORGET_S:
            self._me, self._others = None, ()
            return max(
                sure, key=lambda one: self._prominence(one, width_px, height_px), default=None
            )
        place, since_s = self._last
        if self._me is not None and self._others and t_s - self._me.t_s <= _MEETING_S:
            # Lost in a meeting: what was followed last may already be the other one.
            place, since_s = self._me.roi, self._me.t_s
        away_s = t_s - self._last[1]
        fit = [
            one
            for one in sure
            if not self._is_bystander(one, t_s)
            and (
                reachable(one.roi, place, since_s, min(t_s, since_s + _CUT_S))
                or away_s >= (_STRANGER_S if self._shirt_differs(one) > _OTHER_SHIRT else _CUT_S)
            )
        ]
        self._follow_bystanders(people, t_s)
        return min(
            fit,
            key=lambda one: distance(one.roi, place) + self._shirt_differs(one) / _SHIRT_PER_BODY,
            default=None,
        )

    def watch_soon(self) -> None:
        """Everybody in the frame is known: `watch` is due, whenever it was last shown them."""
        self._watched_s = -math.inf

    def watch_due(self, t_s: float) -> bool:
        """Whether it is time to show `watch` everybody in the frame."""
        pause_s = _WATCH_COMPANY_S if self._others else _WATCH_ALONE_S
        return self._roi is not None and t_s - self._watched_s >= pause_s

    def watch(self, people: tuple[Candidate, ...], shirt: Colour, t_s: float) -> None:
        """Learn who else is about; after a meeting, make sure we follow the right one.

        Args:
            people: everybody the detector sees; nobody where nothing has changed.
            shirt: colour of the chest in the followed square, `roi`.
            t_s: the time.
        """
        self._watched_s = t_s
        if self._roi is None:
            return
        mine = Candidate(self._roi, 1.0, shirt)  # the landmark model places it best
        others = [
            one
            for one in people
            if distance(one.roi, mine.roi) > _SAME_BODIES
            or difference(one.shirt, shirt) > _OTHER_SHIRT
        ]
        right = self._mistaken(mine, others, t_s)
        lying = self._lying_instead(mine, others, t_s)
        if lying is not None:
            self._me, self._others = None, ()
            self._went_over_s = t_s
            self.acquire(lying.roi, t_s)
            self.watch_soon()
        elif right is not None:
            self.acquire(right.roi, t_s)  # the next look shows whether that was right
        elif self._shirt_differs(mine) > _OTHER_SHIRT and any(
            other.surprise(mine, t_s) < _BYSTANDER for other in self._others
        ):
            self.lose()  # the followed one is hidden behind a bystander: wait
            self._follow_bystanders(people, t_s)
        else:
            self._remember(mine, others, t_s)

    def _lying_instead(
        self, mine: Candidate, others: list[Candidate], t_s: float
    ) -> Candidate | None:
        """Somebody who lies as the exercise is done, while the followed one does not."""
        if not self._lying or _lies(mine.roi) or t_s - self._went_over_s < _ANEW_S:
            return None
        return max(
            (one for one in others if _lies(one.roi) and self._weight(one) > self._weight(mine)),
            key=self._weight,
            default=None,
        )

    def _mistaken(self, mine: Candidate, others: list[Candidate], t_s: float) -> Candidate | None:
        """The person to go back to, if `mine` is better explained as somebody else."""
        if self._me is None:
            return None
        best_margin, best = 0.0, None
        for other in others:
            gain = self._me.surprise(mine, t_s) - self._me.surprise(other, t_s)
            margin = gain - _SURE_OF_NEW
            for track in self._others:
                known = gain + track.surprise(other, t_s) - track.surprise(mine, t_s)
                margin = max(margin, known - _SURE)
            if margin > best_margin:
                best_margin, best = margin, other
        return best

    def _remember(self, mine: Candidate, others: list[Candidate], t_s: float) -> None:
        """Keep where everybody is, unless people may be taken for one another just now."""
        known = [track for track in self._others if t_s - track.t_s <= _MEETING_S]
        known_s = math.inf if self._me is None else t_s - self._me.t_s
        if self._shirt_differs(mine) > _OTHER_SHIRT:
            if known_s <= _FORGET_S:
                return  # hidden by somebody, perhaps, or a change of light
        elif known_s <= _MEETING_S and not self._shirt_tells(mine, known):
            # Without a shirt of their own they are certain only while apart from the others.
            near = any(distance(one.roi, mine.roi) < _APART_BODIES for one in others)
            if near or (known and not others):
                return
        self._me = Track.of(mine, t_s).heading_from(self._me)
        here = [
            Track.of(one, t_s).heading_from(_nearest(known, one.roi))
            for one in others
            if distance(one.roi, mine.roi) >= _APART_BODIES
        ]
        hidden = [track for track in known if _nearest(here, track.roi) is None]
        self._others = (*here, *hidden)

    def _shirt_tells(self, mine: Candidate, others: list[Track]) -> bool:
        """Whether the followed person's shirt is seen and nobody else about wears one like it."""
        return not math.isnan(mine.shirt[0]) and all(
            difference(mine.shirt, other.shirt) > _OTHER_SHIRT for other in others
        )

    def _follow_bystanders(self, people: tuple[Candidate, ...], t_s: float) -> None:
        """Keep up with the others while the followed one is away."""
        updated = []
        for track in self._others:
            seen = min(people, key=lambda one: track.surprise(one, t_s), default=None)
            if seen is None or track.surprise(seen, t_s) > _BYSTANDER:
                updated.append(track)
            else:
                # The shirt as seen before: in a meeting two people's colours may mix.
                updated.append(replace(Track.of(seen, t_s), shirt=track.shirt).heading_from(track))
        self._others = tuple(updated)

    def _is_bystander(self, one: Candidate, t_s: float) -> bool:
        """Whether a detected person is one seen beside the followed one before."""
        if self._me is None:
            return False
        limit = min(_BYSTANDER, self._me.surprise(one, t_s))
        not_mine = self._shirt_differs(one) > _OTHER_SHIRT
        return any(
            other.surprise(one, t_s) < limit
            or (not_mine and 2 * difference(one.shirt, other.shirt) < _OTHER_SHIRT)
            for other in self._others
        )

    def _prominence(self, one: Candidate, width_px: int, height_px: int) -> float:
        """How much a person is the one meant: sure above all, then large and near the middle."""
        roi = one.roi
        off = math.hypot(roi.x_px / width_px - 0.5, roi.y_px / height_px - 0.5)
        return self._weight(one) * (1.0 - min(off, 0.9))

    def _weight(self, one: Candidate) -> float:
        """The same wherever they are."""
        lies = _lies(one.roi)
        fits = 1.0 if self._lying in {None, lies} else _OTHERWISE
        # Lying people are found with little certainty; that one is wanted vouches for them.
        power = 1 if lies and self._lying else 4
        return one.score**power * one.roi.size_px * fits

    def _shirt_differs(self, one: Candidate) -> float:
        """How much a detected person's shirt differs from the followed one's."""
        return 0.0 if self._me is None else difference(one.shirt, self._me.shirt)


def reachable(roi: Roi, before: Roi, before_s: float, t_s: float) -> bool:
    """Whether one body can have moved from one square to the other in the time passed."""
    passed_s = max(0.0, t_s - before_s)
    apart = math.hypot(roi.x_px - before.x_px, roi.y_px - before.y_px) / before.size_px
    doublings = abs(math.log2(roi.size_px / before.size_px))
    return (
        apart <= _JUMP_BODIES + _SPEED_BODIES * passed_s
        and doublings <= _JUMP_DOUBLINGS + _SPEED_DOUBLINGS * passed_s
        and turned_rad(roi, before) <= _JUMP_RAD + _SPEED_RAD * passed_s
    )


def _lies(roi: Roi) -> bool:
    """Whether the person in a square is nearer to lying than to upright."""
    return abs(math.sin(roi.rotation_rad)) > math.sqrt(0.5)


def _nearest(tracks: list[Track], roi: Roi) -> Track | None:
    """The known person nearest to a detected one, if near enough to be the same."""
    near = [track for track in tracks if distance(track.roi, roi) < _APART_BODIES]
    return min(near, key=lambda track: distance(track.roi, roi), default=None)
