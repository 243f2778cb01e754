"""Which model is taken, and how its speed is known."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from device.errors import ModelError
from device.pose.manifest import Manifest, ModelEntry, Precision, Role, write_manifest
from device.pose.models import InstalledModel, choose, installed, is_intact, models_dir
from device.pose.runtime import AnyArray, FloatArray, TensorSpec
from device.pose.timing import Timings, machine_key, most_threads, time_network

CONTENT = b"a model"
FOUR = ("lite-int8", "full-int8", "lite-float32", "full-float32")


def entry(name: str) -> ModelEntry:
    kind = name.rpartition("-")[0]
    role: Role = "detector" if kind == "detector" else "landmark"
    if kind.endswith("-narrow"):
        role = "narrow"
    precision: Precision = "int8" if name.endswith("int8") else "float32"
    digest = hashlib.sha256(CONTENT).hexdigest()
    return ModelEntry(name, role, precision, f"{name}.tflite", len(CONTENT), digest)


@dataclass
class Shelf:
    """A models folder with stand-ins."""

    directory: Path

    def put(self, *names: str) -> None:
        folder = self.directory / "build-1"
        folder.mkdir(parents=True, exist_ok=True)
        entries = tuple(entry(name) for name in ("detector-float32", "detector-int8", *names))
        for one in entries:
            (folder / one.file).write_bytes(CONTENT)
        write_manifest(self.directory, Manifest("recipe", folder.name, entries, missing={}))

    def file(self, name: str) -> Path:
        return self.directory / "build-1" / f"{name}.tflite"


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def takes(**times_ms: float) -> Callable[[InstalledModel], float]:
    """Times by model name, "-" written as "_"."""
    return lambda model: times_ms[model.name.replace("-", "_")]


FAST = takes(full_float32=10, full_int8=6, lite_float32=5, lite_int8=4)
PI_LIKE = takes(full_float32=90, full_int8=39, lite_float32=35, lite_int8=20)
SLOW = takes(full_float32=300, full_int8=200, lite_float32=90, lite_int8=110)


@pytest.mark.parametrize(
    ("choice", "time_ms", "landmark"),
    [
        ("auto", FAST, "full-int8"),
        ("auto", PI_LIKE, "full-int8"),
        ("auto", SLOW, "lite-float32"),
        ("full", FAST, "full-int8"),
        ("full", PI_LIKE, "full-int8"),
        ("full", SLOW, "full-int8"),
        ("lite", FAST, "lite-int8"),
        ("lite", SLOW, "lite-float32"),
        ("lite-int8", FAST, "lite-int8"),
    ],
)
def test_takes_the_most_accurate_that_is_fast_enough(
    shelf: Shelf, choice: str, time_ms: Callable[[InstalledModel], float], landmark: str
) -> None:
    shelf.put(*FOUR)
    chosen = choose(choice, shelf.directory, time_ms=time_ms)
    assert chosen.landmark.name == landmark
    assert chosen.landmark.path == shelf.file(landmark)
    assert chosen.detector.role == "detector"
    assert chosen.detector.precision == chosen.landmark.precision


def test_a_narrow_model_comes_with_its_landmark_model(shelf: Shelf) -> None:
    shelf.put(*FOUR, "full-narrow-int8")
    taken = choose("full-int8", shelf.directory).narrow
    assert taken is not None
    assert taken.path == shelf.file("full-narrow-int8")
    assert choose("lite-int8", shelf.directory).narrow is None
    assert choose("full-float32", shelf.directory).narrow is None


def test_speed_is_that_of_the_narrow_model(shelf: Shelf) -> None:
    shelf.put(*FOUR, "full-narrow-int8", "full-narrow-float32")
    times = takes(full_narrow_int8=39, full_narrow_float32=60, lite_int8=30, lite_float32=35)
    assert choose("auto", shelf.directory, time_ms=times).landmark.name == "full-int8"


def test_a_narrow_model_cannot_be_asked_for(shelf: Shelf) -> None:
    shelf.put(*FOUR, "full-narrow-int8")
    with pytest.raises(ModelError, match="There is no pose model"):
        choose("full-narrow-int8", shelf.directory)


def test_a_damaged_narrow_model_is_refused(shelf: Shelf) -> None:
    shelf.put(*FOUR, "full-narrow-int8")
    shelf.file("full-narrow-int8").write_bytes(b"cut")
    with pytest.raises(ModelError, match="full-narrow-int8 is damaged"):
        choose("full-int8", shelf.directory)


def test_a_model_asked_for_by_name_is_not_measured(shelf: Shelf) -> None:
    shelf.put(*FOUR)
    assert choose("full-int8", shelf.directory, time_ms=takes()).landmark.name == "full-int8"


def test_nothing_installed_says_what_to_run(shelf: Shelf) -> None:
    assert installed(shelf.directory) == ()
    with pytest.raises(ModelError, match="not built yet") as caught:
        choose("auto", shelf.directory)
    assert caught.value.remedy == "Run ./scripts/start once to build the pose models."


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("ful", "Did you mean full?"),
        ("lite-int4", "Did you mean lite-int8?"),
        ("xyz", "Choose one of: auto, full, lite, "),
    ],
)
def test_an_unknown_name_gets_a_suggestion(shelf: Shelf, choice: str, words: str) -> None:
    shelf.put(*FOUR)
    with pytest.raises(ModelError, match="There is no pose model") as caught:
        choose(choice, shelf.directory, time_ms=FAST)
    assert caught.value.remedy.startswith(words)


@pytest.mark.parametrize("choice", ["lite", "lite-int8"])
def test_a_known_model_that_could_not_be_built_is_told_apart(shelf: Shelf, choice: str) -> None:
    shelf.put("full-float32", "full-int8")
    with pytest.raises(ModelError, match=f'"{choice}" is not installed'):
        choose(choice, shelf.directory, time_ms=FAST)


def test_a_model_cut_short_is_refused(shelf: Shelf) -> None:
    shelf.put(*FOUR)
    shelf.file("full-int8").write_bytes(CONTENT[:-1])
    with pytest.raises(ModelError, match="full-int8 is damaged"):
        choose("full-int8", shelf.directory)


def test_a_model_that_is_gone_is_refused(shelf: Shelf) -> None:
    shelf.put(*FOUR)
    shelf.file("detector-int8").unlink()
    with pytest.raises(ModelError, match="detector-int8 is gone"):
        choose("auto", shelf.directory, time_ms=FAST)


def test_a_changed_model_is_told_by_its_hash(shelf: Shelf) -> None:
    shelf.put(*FOUR)
    model = next(one for one in installed(shelf.directory) if one.name == "full-int8")
    assert is_intact(model)
    shelf.file("full-int8").write_bytes(CONTENT.upper())
    assert not is_intact(model)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "other", "version": 1}',
        '{"format": "plumbline-models", "version": 1, "recipe": "", "folder": "..", '
        '"models": [], "missing": {}}'.replace("..", "../.."),
    ],
)
def test_a_damaged_list_says_what_to_run(shelf: Shelf, text: str) -> None:
    (shelf.directory / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="damaged") as caught:
        installed(shelf.directory)
    assert "./scripts/start" in caught.value.remedy


def test_the_data_folder_can_be_moved(tmp_path: Path) -> None:
    assert models_dir({"PLUMBLINE_DATA": str(tmp_path)}) == tmp_path / "models"
    assert models_dir({}).parts[-2:] == ("plumbline", "models")


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@dataclass
class SlowStart:
    """A network whose first runs take longer."""

    clock: Clock
    runs: int = 0
    seen: list[AnyArray] = field(default_factory=list)
    input: TensorSpec = field(
        default_factory=lambda: TensorSpec(0, (1, 4, 4, 3), np.dtype(np.float32), 0.0, 0)
    )

    def run(self, elements: AnyArray) -> tuple[FloatArray, ...]:
        self.runs += 1
        self.seen.append(elements)
        self.clock.now_s += 0.5 if self.runs <= 3 or self.runs == 9 else 0.02
        return ()


def test_times_are_medians_after_a_warm_up() -> None:
    clock = Clock()
    network = SlowStart(clock)
    assert time_network(network, clock_s=clock) == pytest.approx(20)
    assert network.seen[0].shape == (1, 4, 4, 3)
    assert 10 <= network.runs <= 30


@dataclass
class Stopwatch:
    """Counts how often it was asked; each number of threads may take its own time."""

    ms: float = 7.0
    asked: int = 0
    by_threads: Mapping[int, float] = field(default_factory=dict)

    def __call__(self, path: Path, threads: int) -> float:
        assert path.suffix == ".tflite"
        self.asked += 1
        return self.by_threads.get(threads, self.ms)


MODEL = Path("a.tflite")


def test_a_time_is_measured_once_per_machine_and_file(tmp_path: Path) -> None:
    watch = Stopwatch()
    for _ in range(2):
        assert Timings(tmp_path, measure=watch, machine="pi").ms(MODEL, "one") == 7.0
    assert watch.asked == 1
    Timings(tmp_path, measure=watch, machine="pi").ms(MODEL, "two")
    Timings(tmp_path, measure=watch, machine="pc").ms(MODEL, "one")
    assert watch.asked == 3


def test_a_damaged_memory_of_times_is_measured_anew(tmp_path: Path) -> None:
    (tmp_path / "timings.json").write_text("[1", encoding="utf-8")
    assert Timings(tmp_path, measure=Stopwatch(), machine="pi").ms(MODEL, "one") == 7.0


def test_times_need_not_be_writable(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "such" / "folder"
    assert Timings(missing, measure=Stopwatch(), machine="pi").ms(MODEL, "one") == 7.0


@pytest.mark.parametrize(
    ("took_ms", "threads"),
    [((90, 50, 40), 3), ((90, 50, 48), 2), ((50, 52, 60), 1), ((90, 95, 40), 3)],
)
def test_threads_that_hardly_help_are_left_to_the_rest(
    tmp_path: Path, took_ms: tuple[float, ...], threads: int
) -> None:
    watch = Stopwatch(by_threads=dict(enumerate(took_ms, start=1)))
    for _ in range(2):
        times = Timings(tmp_path, measure=watch, machine="pi", most=3)
        assert times.threads(MODEL, "one") == threads
    assert watch.asked == 3
    # Another board: measured anew, though the card with the models moved into it.
    other = Timings(tmp_path, measure=Stopwatch(), machine="other pi", most=3)
    assert other.threads(MODEL, "one") == 1


def test_a_single_core_needs_no_measurement(tmp_path: Path) -> None:
    watch = Stopwatch()
    assert Timings(tmp_path, measure=watch, machine="pi", most=1).threads(MODEL, "one") == 1
    assert watch.asked == 0


def test_the_machine_has_a_stable_key() -> None:
    assert machine_key() == machine_key()
    assert 1 <= most_threads() <= 3


PI_4 = ("0xd08", "Raspberry Pi 4 Model B Rev 1.4")
PI_5 = ("0xd0b", "Raspberry Pi 5 Model B Rev 1.0")
PI_3 = ("0xd03", "Raspberry Pi 3 Model B Plus Rev 1.3")
ZERO_2 = ("0xd03", "Raspberry Pi Zero 2 W Rev 1.0")  # the processor of a Pi 3, and less memory


def board(folder: Path, part: str, model: str, serial: str = "10000000a1b2c3d4") -> str:
    """The key of a board with this in /proc/cpuinfo, as a Pi's kernel writes it."""
    core = f"BogoMIPS\t: 108.00\nCPU implementer\t: 0x41\nCPU part\t: {part}\n"
    cores = "".join(f"processor\t: {number}\n{core}\n" for number in range(4))
    file = folder / "cpuinfo"
    file.write_text(f"{cores}Serial\t\t: {serial}\nModel\t\t: {model}\n", encoding="utf-8")
    return machine_key(file)


def test_each_kind_of_board_has_a_key_and_each_one_of_a_kind_the_same(tmp_path: Path) -> None:
    assert len({board(tmp_path, *kind) for kind in (PI_4, PI_5, PI_3, ZERO_2)}) == 4
    assert board(tmp_path, *PI_5, serial="1") == board(tmp_path, *PI_5, serial="2")


def test_auto_measures_at_the_first_start_and_again_on_another_board(
    shelf: Shelf, tmp_path: Path
) -> None:
    shelf.put(*FOUR)
    measured: list[str] = []

    def start(kind: tuple[str, str], full_ms: float, lite_ms: float) -> str:
        """A start with the card in such a board, which takes so long for a model."""

        def measure(path: Path, _threads: int) -> float:
            measured.append(path.stem)
            return full_ms if path.stem.startswith("full") else lite_ms

        cache = Timings(shelf.directory, measure=measure, machine=board(tmp_path, *kind))
        # The stand-ins are all alike: their names are their hashes here.
        times = lambda model: cache.ms(model.path, model.name)  # noqa: E731 - one use
        return choose("auto", shelf.directory, time_ms=times).landmark.name

    assert start(PI_5, 20.0, 10.0) == "full-int8"
    assert measured == ["full-int8"]
    assert start(PI_5, 999.0, 999.0) == "full-int8"  # remembered
    assert measured == ["full-int8"]
    assert start(PI_3, 150.0, 39.0) == "lite-int8"
    assert measured[1:] == ["full-int8", "full-float32", "lite-int8"]
    assert start(PI_5, 999.0, 999.0) == "full-int8"  # and back: still known
    assert len(measured) == 4
