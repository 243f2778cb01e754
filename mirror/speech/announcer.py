"""What each happening sounds like. Pure: happenings in, words and tones out.

Spoken: counts, the countdown, held seconds at round numbers, cues and praise as shown, the side
when it changes, what comes after a rest, somebody lost or back. A caving knee is a tone at once,
without words. Instructions of the position check are spoken too: during them a person often
looks elsewhere.

An exercise is *coached by ear* when the words have a table `[prompt.<exercise>]`: whoever lies
on the side, head on the floor, does not see the mirror, so every phase is prompted as well. It
stands in the words and not in the exercise's rules, because the prompts are all there is to it.
"""

from math import inf
from typing import Final

from mirror.session.happenings import (
    CountdownAt,
    Counted,
    CueShown,
    Happening,
    HeldFor,
    InstructionShown,
    KneeCaves,
    PersonBack,
    PersonLost,
    PhaseBegan,
    SceneChanged,
    SetDone,
)
from mirror.session.kept import Stopped
from mirror.speech.limits import Limits
from mirror.speech.utterance import (
    COUNT_S,
    CUE_S,
    NEVER_S,
    Priority,
    Sound,
    TakenBack,
    Tone,
    ToneKind,
    Utterance,
)
from mirror.text.catalog import Texts

REST: Final = "rest"
TOP: Final = "top"
LOWER: Final = "lower"
HOLD_S: Final = 1.0
"""Spec section 2.1: a clamshell is held open for a second or more before it is lowered."""

_PHASE_S: Final = 1.5
"""A phase of the movement is over after this: "hold" to somebody who lowers already is wrong."""
_TONE_EVERY_S: Final = 0.5
"""Both knees of one squat cave in the same moment: one tone says so."""
_INSTRUCTION_EVERY_S: Final = 6.0
_INSTRUCTION_BY_EAR_S: Final = 2.5
"""Between two instructions: as rare as cues for whoever can read them; for whoever cannot, as
soon as the one before was heard."""
_NOTE_S: Final = 5.0
_ROUND_S: Final = 10
_SHORT_ROUND_S: Final = 5
_LAST_FROM: Final = 3
"""Targets below this need no "last one"."""

_BEFORE_A_SET: Final = frozenset({"how_to", "check", "countdown", "work"})
_ENDS: Final = frozenset({"idle", "home"})
_SAID_OF_SCENES: Final = frozenset(
    {"rest", "pause", "pain", "pain_before", "pain_morning", "sharp", "effort", "told"}
    | {"summary", "error", "shutting_down"}
)


class Announcer:
    """Turns what happens into what is heard.

    Args:
        texts: the words of the language that is spoken.
    """

    def __init__(self, texts: Texts) -> None:
        """Start before anything happened."""
        self._texts = texts
        prompts = [key for key in texts.sentences if key.startswith("prompt.")]
        self._by_ear = frozenset(key.split(".")[1] for key in prompts)
        self._limits = Limits()
        self._scene = ""
        self._phase = REST
        self._praised = False
        self._announced: tuple[str, str | None] = ("", None)
        self._tone_s = -inf
        self._instructed: tuple[str, float] = ("", -inf)

    def hear(self, happening: Happening) -> tuple[Sound, ...]:  # noqa: C901, PLR0911, PLR0912 - a table
        """What to say and sound about a happening."""
        match happening:
            case KneeCaves(t_s=t_s):
                return self._knee_caves(t_s)
            case Counted(t_s=t_s, count=count, target=target):
                return self._counted(t_s, count, target)
            case HeldFor(t_s=t_s, seconds=seconds, target_s=target_s):
                return self._held(t_s, seconds, target_s)
            case CountdownAt(t_s=t_s, number=number):
                return (_number(number, t_s),)
            case CueShown(t_s=t_s, key=key, exercise=exercise):
                return self._cue(t_s, key, exercise)
            case PhaseBegan(t_s=t_s, phase=phase, exercise=exercise):
                return self._phase_began(t_s, phase, exercise)
            case InstructionShown(t_s=t_s, key=key, exercise=exercise):
                return self._instruction(t_s, key, exercise)
            case SceneChanged():
                return self._changed(happening)
            case SetDone(t_s=t_s):
                return self._set_done(t_s)
            case PersonLost():
                return (self._say("say.lost", NEVER_S, Priority.MUST, topic="presence"),)
            case PersonBack(t_s=t_s):
                back = self._say("say.back", t_s + CUE_S, Priority.NOTE, topic="presence")
                return (back,)
            case Stopped(t_s=t_s, scope="set"):
                return (self._say("say.tired", t_s + _NOTE_S, Priority.MUST),)
            case _:  # for the records, not for ears
                return ()

    def _knee_caves(self, t_s: float) -> tuple[Sound, ...]:
        if t_s - self._tone_s < _TONE_EVERY_S:
            return ()
        self._tone_s = t_s
        return (Tone("cave"),)

    def _counted(self, t_s: float, count: int, target: int | None) -> tuple[Sound, ...]:
        number = _number(count, t_s)
        if target is None or target < _LAST_FROM or count != target - 1:
            return (number,)
        return number, self._say("say.last", t_s + CUE_S, Priority.PROMPT, topic="cue")

    def _held(self, t_s: float, seconds: int, target_s: int) -> tuple[Sound, ...]:
        if seconds == target_s:
            self._praised = True
            return (self._say("say.hold_done", t_s + _NOTE_S, Priority.MUST, tone="done"),)
        every = _ROUND_S if target_s > _ROUND_S else _SHORT_ROUND_S
        return (_number(seconds, t_s),) if seconds > 0 and seconds % every == 0 else ()

    def _set_done(self, t_s: float) -> tuple[Sound, ...]:
        """What was said of its reps is over with it."""
        praised, self._praised = self._praised, False
        self._limits, self._phase = Limits(), REST
        told = (Tone("done"), TakenBack("cue"), TakenBack("prompt"))
        if praised:
            return told
        return *told, self._say("say.set_done", t_s + _NOTE_S, Priority.MUST)

    def _cue(self, t_s: float, key: str, exercise: str) -> tuple[Sound, ...]:
        if not self._limits.allow(key, t_s):
            return ()
        text = self._texts[f"{key}.{exercise}"]
        return (Utterance(text, Priority.CUE, t_s + CUE_S, topic="cue", tone="attend"),)

    def _phase_began(self, t_s: float, phase: str, exercise: str) -> tuple[Sound, ...]:
        """Before the set is on, phases are only known; then each one is prompted."""
        self._phase = phase
        return self._prompts(t_s, exercise) if self._scene == "work" else ()

    def _prompts(self, t_s: float, exercise: str) -> tuple[Sound, ...]:
        """Prompts of an exercise coached by ear; a phase takes back what was said of the last."""
        if exercise not in self._by_ear:
            return ()
        told: list[Sound] = [TakenBack("prompt")]
        later = ((LOWER, t_s + HOLD_S),) if self._phase == TOP else ()
        for name, starts_s in ((self._phase, t_s), *later):
            key = f"prompt.{exercise}.{name}"
            if key in self._texts.sentences:
                lives_s = CUE_S if self._phase == REST else _PHASE_S
                prompt = Utterance(
                    self._texts[key],
                    Priority.PROMPT,
                    starts_s + lives_s,
                    topic="prompt",
                    starts_s=starts_s,
                )
                told.append(prompt)
        return tuple(told)

    def _instruction(self, t_s: float, key: str, exercise: str) -> tuple[Sound, ...]:
        last_key, last_s = self._instructed
        soon = key != last_key and exercise in self._by_ear
        every_s = _INSTRUCTION_BY_EAR_S if soon else _INSTRUCTION_EVERY_S
        # One that still waits is no longer true: this one takes its turn.
        starts_s = last_s if last_s > t_s else max(t_s, last_s + every_s)
        self._instructed = (key, starts_s)
        return (
            Utterance(
                self._texts[f"{key}.{exercise}"],
                Priority.PROMPT,
                starts_s + CUE_S,
                topic="instruction",
                starts_s=starts_s,
                tone="attend",
            ),
        )

    def _changed(self, to: SceneChanged) -> tuple[Sound, ...]:
        before, self._scene = self._scene, to.scene
        if to.scene == before:
            return ()
        told: list[Sound] = [TakenBack("instruction"), TakenBack("prompt"), TakenBack("scene")]
        if to.scene in _BEFORE_A_SET:
            if before == "rest":
                told.append(self._scene_words("rest_over", to.t_s))
            told += self._coming(to)
            if to.scene == "work":
                go = self._say("say.go", to.t_s + COUNT_S, Priority.COUNT, topic="count", tone="go")
                told += [go, *self._prompts(to.t_s, to.exercise)]
        elif to.scene in _SAID_OF_SCENES:
            told.append(self._scene_words(to.scene, to.t_s))
        elif to.scene in _ENDS:
            self._announced, self._phase = ("", None), REST
        return tuple(told)

    def _coming(self, to: SceneChanged) -> list[Sound]:
        """The exercise and the side, when either is new."""
        exercise, side = self._announced
        if not to.exercise or (to.exercise, to.side) == (exercise, side):
            return []
        self._announced = (to.exercise, to.side)
        told: list[Sound] = []
        if to.exercise != exercise:
            name = self._texts[f"exercise.{to.exercise}"]
            told.append(Utterance(name, Priority.MUST, to.t_s + _NOTE_S, topic="exercise"))
        if to.side in {"left", "right"}:
            told.append(
                self._say(
                    f"say.side.{to.side}", NEVER_S, Priority.MUST, topic="side", tone="attend"
                )
            )
        return told

    def _scene_words(self, scene: str, t_s: float) -> Utterance:
        return self._say(f"say.{scene}", t_s + _NOTE_S, Priority.MUST, topic="scene", tone="attend")

    def _say(
        self,
        key: str,
        expires_s: float,
        priority: Priority,
        *,
        topic: str = "",
        tone: ToneKind | None = None,
    ) -> Utterance:
        return Utterance(self._texts[key], priority, expires_s, topic=topic, tone=tone)


def _number(number: int, t_s: float) -> Utterance:
    """A number counts only while it is true."""
    return Utterance(str(number), Priority.COUNT, t_s + COUNT_S, topic="count", tone="tick")
