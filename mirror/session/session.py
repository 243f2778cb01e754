"""The mirror's behaviour, pure: inputs in, what is to be seen and what just happened out.

A camera (`SourceOpened.live`) begins the whole flow of `mirror.session.flow`; a clip or the demo
goes to training at once, as `mirror.session.watching` tells. Before any source is open the
mirror is *starting*.
"""

from collections.abc import Mapping, Sequence

from exercises.tracker import Snapshot
from mirror.config.settings import Settings
from mirror.model import SetResult
from mirror.session.animation import Animation, no_animation
from mirror.session.current import CurrentSet, MakeTracker
from mirror.session.flow import Flow
from mirror.session.happenings import Happening
from mirror.session.history import PastSession
from mirror.session.inputs import (
    DayBegan,
    HealthTold,
    Input,
    NetworkChanged,
    RecordsTold,
    SourceOpened,
)
from mirror.session.members import Member
from mirror.session.routine import DEFAULT, Routine
from mirror.session.scenes import Picture
from mirror.session.setup import Setup
from mirror.session.watching import Watching
from mirror.text.catalog import Texts


class Session:
    """The mirror's behaviour; knows no clock, thread, screen or file.

    Feed every input in the order it came, a `Tick` before each picture; then take `picture()`,
    `happenings()` and `settings`. Feeding a `Press` or `Tick` with the time of the poses' clock
    keeps the order of all inputs the only thing that matters: a replay gives the same.

    Args:
        exercises: names that can be chosen, in their order.
        first: the exercise a clip begins with, when its plan does not choose.
        make_tracker: a fresh tracker for an exercise.
        texts: the words of the screen, and of all languages that are not in `languages`.
        mirrored: show the figure as a mirror would.
        languages: the words in every language the settings may choose.
        settings: as they are now; the settings scene changes them, see `settings`.
        members: the people who train here, with their pasts; with one nobody is asked.
        keeps: people can be added.
        animation: the moving figure of an exercise, 15 pictures a second; may be empty.
        routine: today's plan.
        history: earlier sessions, oldest first.
        resume: what `saved()` gave when the session was interrupted; anything else is ignored.
    """

    def __init__(  # noqa: PLR0913 - the parts of a mirror, all named
        self,
        *,
        exercises: Sequence[str],
        first: str,
        make_tracker: MakeTracker,
        texts: Texts,
        mirrored: bool,
        languages: Sequence[Texts] = (),
        settings: Settings | None = None,
        members: Sequence[Member] = (),
        keeps: bool = False,
        animation: Animation = no_animation,
        routine: Routine = DEFAULT,
        history: Sequence[PastSession] = (),
        resume: Mapping[str, object] | None = None,
    ) -> None:
        """Start before the source is open."""
        self._setup = Setup(
            exercises=tuple(exercises),
            make_tracker=make_tracker,
            texts=texts,
            mirrored=mirrored,
            languages={one.language: one for one in languages},
            settings=settings or Settings(),
            members=tuple(members),
            keeps=keeps,
            animation=animation,
            routine=routine,
            history=tuple(history),
            resume=resume,
        )
        self._watching = Watching(
            exercises=exercises,
            first=first,
            make_tracker=make_tracker,
            texts=texts,
            mirrored=mirrored,
        )
        self._flow: Flow | None = None
        self._known: dict[type[Input], Input] = {}

    @property
    def settings(self) -> Settings:
        """As the person chose them: to be applied and kept whenever they changed."""
        return self._setup.settings if self._flow is None else self._flow.settings

    @property
    def shutting_down(self) -> bool:
        """The person confirmed that the mirror shall shut down."""
        return self._flow is not None and self._flow.shutting_down

    @property
    def quit(self) -> bool:
        """The person wants to leave; a live mirror is left by shutting down alone."""
        return self._watching.quit if self._flow is None else self._flow.shutting_down

    @property
    def results(self) -> tuple[SetResult, ...]:
        """The finished sets since the start, in order.

        A set that was interrupted by a power cut has its earlier reps too, with their old times.
        """
        return self._watching.results if self._flow is None else self._flow.results

    @property
    def pain(self) -> Mapping[str, int | None]:
        """Answers by exercise of the routine that runs or ran last, 0 to 10; None: not answered."""
        return {} if self._flow is None else self._flow.pain

    @property
    def current(self) -> CurrentSet:
        """The set that runs, or ran last."""
        running = None if self._flow is None else self._flow.current
        return running or self._watching.current

    @property
    def snapshot(self) -> Snapshot | None:
        """What the tracker knew after the latest pose; None while no set runs."""
        return self.current.snapshot

    def expected(self, index: int) -> int | None:
        """The true count of a finished set, known when a clip's plan ran through undisturbed."""
        return self._watching.expected(index) if self._flow is None else None

    def saved(self) -> dict[str, object]:
        """What must be kept to go on after a power cut, ready for JSON; empty: nothing to keep.

        Worth writing whenever it changed: after each rep, set and answer.
        """
        return {} if self._flow is None else self._flow.saved()

    def happenings(self) -> tuple[Happening, ...]:
        """What happened since the last call."""
        told = self._watching.happenings()
        return told if self._flow is None else told + self._flow.happenings()

    def feed(self, item: Input) -> None:
        """Take the next input."""
        if isinstance(item, NetworkChanged | DayBegan | RecordsTold | HealthTold):
            self._known[type(item)] = item
        if isinstance(item, SourceOpened) and item.live and self._flow is None:
            self._flow = Flow(self._setup)
            for known in self._known.values():
                self._flow.feed(known)
        if self._flow is None:
            self._watching.feed(item)
        else:
            self._flow.feed(item)

    def end(self) -> None:
        """The person left: the running set is over too."""
        if self._flow is None:
            self._watching.end()
        else:
            self._flow.end()

    @property
    def notice(self) -> str:
        """A word on the records that every scene shows; empty: all is well."""
        return "" if self._flow is None else self._flow.notice

    @property
    def person_id(self) -> str:
        """Of who trains; empty for a guest."""
        member = None if self._flow is None else self._flow.people.member
        return "" if member is None else member.person.id

    @property
    def members(self) -> tuple[Member, ...]:
        """The people who train here, with their pasts as they are now."""
        return self._setup.members if self._flow is None else tuple(self._flow.people.members)

    def picture(self) -> Picture:
        """What is to be seen now; call with growing times."""
        return self._watching.view() if self._flow is None else self._flow.picture()
